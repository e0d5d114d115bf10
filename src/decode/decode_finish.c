#include "decode/decode_finish.h"

#include <inttypes.h>
#include <string.h>

#include "base/error.h"
#include "base/mem.h"
#include "decode/decode_notes.h"
#include "decode/exact_values.h"
#include "decode/profile_kind.h"
#include "decode/references.h"
#include "decode/text_form.h"
#include "decode/unpack.h"
#include "profile.pb-c.h"

static hw_status check_undefined(const hw_decoder *d, const hw_ids *ids, const char *what,
                                 hw_error *err)
{
    const hw_id_entry *e = hw_ids_undefined(ids);
    if (!e)
        return HW_OK;
    return hw_fail_at(err, HW_FORMAT, d->input, e->at,
                      "%s %" PRIu64 " is used here and not defined", what, e->id);
}

static hw_status check_references(hw_finish *f, hw_type *period_type, hw_error *err)
{
    hw_decoder *d = f->d;
    if (d->text) {
        *period_type = (hw_type){HW_TEXT_SPACE, HW_TEXT_BYTES};
        return HW_OK;
    }
    hw_str bytes = d->period_type.n ? hw_buf_view(&d->period_type) : HW_STR("");
    Hwpb__ValueType *m;
    HW_TRY(hw_decode_unpack(d, &hwpb__value_type__descriptor, bytes, d->period_type_at, &m, err));
    HW_TRY(hw_decode_string_ref(d, m->type, d->period_type_at, &period_type->name, err));
    HW_TRY(hw_decode_string_ref(d, m->unit, d->period_type_at, &period_type->unit, err));
    if (d->string_count == 0)
        return hw_fail(err, HW_FORMAT, d->input,
                       "has no string table, so it is no pprof profile or "
                       "a damaged one");
    if (d->string_most >= d->string_count)
        return hw_fail_at(err, HW_FORMAT, d->input, d->string_most_at,
                          "string %" PRIu64 " is used here, and the string table ends at %" PRIu64,
                          d->string_most, d->string_count - 1);
    return HW_OK;
}

static void mark(unsigned char *wanted, uint32_t index)
{
    wanted[index / 8] |= (unsigned char)(1u << index % 8);
}

static void mark_all(const hw_finish *f, const hw_type *period_type, unsigned char *wanted)
{
    const hw_decoder *d = f->d;
    mark(wanted, period_type->name);
    mark(wanted, period_type->unit);
    mark(wanted, d->default_type);
    for (size_t i = 0; i < d->type_count; i++) {
        mark(wanted, d->types[i].name);
        mark(wanted, d->types[i].unit);
    }
    for (size_t i = 0; i < d->functions.len; i++) {
        mark(wanted, d->functions.at[i].name);
        mark(wanted, d->functions.at[i].file);
    }
    for (size_t i = 0; i < d->mappings.len; i++) {
        mark(wanted, d->mappings.at[i].file);
        mark(wanted, d->mappings.at[i].build_id);
    }
}

/* Takes the next of the strings kept off the front. */
static hw_str next_string(const char **p)
{
    uint64_t n = 0;
    unsigned char c;
    unsigned shift = 0;
    do {
        c = (unsigned char)*(*p)++;
        n |= (uint64_t)(c & 0x7f) << shift;
        shift += 7;
    } while (c & 0x80);
    hw_str s = {*p, (size_t)n};
    *p += n;
    return s;
}

/* Interns what is wanted, and the two texts that labels are known by. */
static HW_MEM intern(hw_finish *f, const unsigned char *wanted)
{
    const hw_text_reader *text = f->d->text;
    const char *p = f->d->strings.p;
    for (uint64_t i = 0; i < f->d->string_count; i++) {
        hw_str s = text ? hw_strings_get(&text->names, (hw_sid)i) : next_string(&p);
        f->sid[i] = HW_NONE;
        bool refers = (wanted[i / 8] & (1u << i % 8)) != 0;
        if ((refers || s.n == 0 || hw_str_eq(s, HW_STR("bytes"))) &&
            !hw_strings_put(f->strings, s, &f->sid[i]))
            return HW_MEM_OUT;
    }
    hw_buf_free(&f->d->strings);
    return HW_MEM_OK;
}

static hw_status intern_strings(hw_finish *f, const hw_type *period_type, hw_error *err)
{
    size_t count = (size_t)f->d->string_count;
    unsigned char *wanted = hw_mem_zero(count / 8 + 1, 1);
    f->sid = hw_mem_alloc(count, sizeof *f->sid);
    bool ok = wanted && f->sid && hw_strings_put(f->strings, HW_STR("bytes"), &f->bytes);
    if (ok) {
        mark_all(f, period_type, wanted);
        ok = intern(f, wanted);
    }
    hw_mem_free(wanted);
    return ok ? HW_OK : hw_nomem(err);
}

static hw_status check_kind(hw_finish *f, hw_error *err)
{
    hw_decoder *d = f->d;
    HW_TRY(hw_decode_columns(d, hw_finish_text, f, f->columns, err));
    for (int v = 0; v < HW_VALUES; v++)
        f->present |= f->columns[v] >= 0 ? 1u << v : 0;
    if (d->sample_count && d->value_count != d->type_count)
        return hw_fail_at(err, HW_FORMAT, d->input, d->first_sample_at,
                          "a sample has %zu values, and the profile %zu sample types",
                          d->value_count, d->type_count);
    HW_TRY(check_undefined(d, &d->location_ids, "location", err));
    HW_TRY(check_undefined(d, &d->function_ids, "function", err));
    HW_TRY(check_undefined(d, &d->mapping_ids, "mapping", err));
    return hw_decode_go_only(d, hw_finish_text, f, err);
}

static hw_status check_company(const hw_finish *f, hw_error *err)
{
    const hw_profile *into = f->d->into;
    if (into->inputs.len == 0)
        return HW_OK;
    if (into->present != f->present)
        return hw_fail(err, HW_FORMAT, f->d->input,
                       "has other sample types than the profile before it, so the two do not add "
                       "up");
    if (into->delta != f->delta)
        return hw_fail(err, HW_FORMAT, f->d->input,
                       "is %s and the profile before it is not, so the two do not add up",
                       f->delta ? "a difference over time" : "a state");
    return HW_OK;
}

/* From here on a label's number is the object size it states, or 0. */
static hw_status read_labels(hw_finish *f, hw_error *err)
{
    hw_decoder *d = f->d;
    for (size_t i = 0; i < d->labels.len; i++) {
        hw_label *l = &d->labels.at[i];
        hw_sid unit = f->sid[l->unit];
        if (f->sid[l->key] != f->bytes || (unit != 0 && unit != f->bytes))
            l->number = 0;
        else if (l->number < 0)
            return hw_fail(err, HW_FORMAT, d->input,
                           "a sample says that its objects have %" PRId64 " bytes", l->number);
    }
    return HW_OK;
}

/* The object size that the labels state; 0: they state none, or several. */
static int64_t labelled_size(const hw_finish *f, const hw_sample *s)
{
    const hw_decoder *d = f->d;
    const uint32_t *ids = d->keys.at + s->stack_at + s->depth;
    int64_t size = 0;
    for (int64_t i = 0; i < s->size; i++) {
        int64_t n = d->labels.at[ids[i]].number;
        if (n != 0 && size != 0 && n != size)
            return 0;
        size = n != 0 ? n : size;
    }
    return size;
}

/* Without a label the size is known only where the sample is one object and nothing was scaled:
 * several objects may have several sizes. */
static int64_t size_of(const hw_finish *f, const hw_sample *s, const hw_values *v)
{
    int64_t size = labelled_size(f, s);
    if (size == 0 && f->period == 1 && !f->delta) {
        if (v->v[HW_ALLOC_OBJECTS] == 1)
            size = v->v[HW_ALLOC_SPACE];
        else if (v->v[HW_INUSE_OBJECTS] == 1 && !(f->present & 1u << HW_ALLOC_OBJECTS))
            size = v->v[HW_INUSE_SPACE];
    }
    return size > 0 ? size : HW_SIZE_UNKNOWN;
}

static hw_values values_of(const hw_finish *f, size_t i)
{
    const hw_decoder *d = f->d;
    hw_values v = {{0}};
    for (int k = 0; k < HW_VALUES; k++) {
        int c = f->columns[k];
        if (c >= HW_VALUES)
            v.v[k] = d->more_values.at[i * (d->value_count - HW_VALUES) + (size_t)c - HW_VALUES];
        else if (c >= 0)
            v.v[k] = d->kept.at[i].values.v[c];
    }
    return v;
}

static bool same_sample(const void *ctx, uint32_t id)
{
    const hw_finish *f = ctx;
    const hw_sample *a = &f->d->kept.at[id], *b = &f->d->kept.at[f->done];
    const uint32_t *keys = f->d->keys.at;
    return a->size == b->size && a->depth == b->depth && a->inner == b->inner &&
           memcmp(keys + a->stack_at, keys + b->stack_at, a->depth * sizeof *keys) == 0;
}

static uint64_t hash_sample(const void *ctx, uint32_t id)
{
    const hw_finish *f = ctx;
    const hw_sample *s = &f->d->kept.at[id];
    return hw_hash(f->index.seed ^ (uint64_t)s->size, f->d->keys.at + s->stack_at,
                   s->depth * sizeof *f->d->keys.at);
}

/* Samples whose labels differ in what does not matter are one. `*merged`: the last one (at `done`)
 * went into an earlier one. */
static hw_status fold_again(hw_finish *f, bool *merged, hw_error *err)
{
    hw_decoder *d = f->d;
    uint64_t hash = hash_sample(f, (uint32_t)f->done);
    uint32_t id = hw_index_get(&f->index, hash, same_sample, f);
    *merged = id != HW_NONE;
    if (*merged && !hw_values_add(&d->kept.at[id].values, &d->kept.at[f->done].values))
        d->clamped++;
    if (!*merged && !hw_index_put(&f->index, hash, (uint32_t)f->done, hash_sample, f))
        return hw_nomem(err);
    return HW_OK;
}

/* Stores that know no sampling rate write 1, beside values that are estimates. So a rate of 1 has
 * to be proven by what it would mean. */
static bool is_rate_lost(const hw_finish *f)
{
    bool proof = f->d->kept.len == 0;
    for (size_t i = 0; i < f->d->kept.len; i++) {
        const hw_sample *s = &f->d->kept.at[i];
        const hw_values v = values_of(f, i);
        if (!hw_decode_can_be_exact(f->present, labelled_size(f, s), &v, &proof))
            return true;
    }
    return !proof;
}

static bool is_zero(const hw_values *v)
{
    for (int i = 0; i < HW_VALUES; i++)
        if (v->v[i] != 0)
            return false;
    return true;
}

/* A profile that somebody added up from several has most samples more than once. Then it says
 * nothing about one of them. */
static void forget_repeated(hw_finish *f)
{
    size_t repeated = 0, n = f->d->kept.len;
    for (size_t i = 0; i < n; i++)
        repeated += f->d->kept.at[i].repeated;
    for (size_t i = 0; i < n && repeated > n / 2; i++)
        f->d->kept.at[i].repeated = false;
}

/* Completes the kept samples in place: what is written never overtakes what is read. */
static hw_status complete_samples(hw_finish *f, hw_error *err)
{
    hw_decoder *d = f->d;
    bool again = d->label_mix || (d->label_n == 1 && f->sid[d->label_key] != f->bytes);
    size_t keys = 0;
    f->index.seed = d->kept_index.seed;
    hw_index_free(&d->kept_index);
    hw_vec_free(&d->kept_hashes);
    for (size_t i = 0; i < d->kept.len; i++) {
        hw_sample s = d->kept.at[i];
        bool merged = false;
        s.values = values_of(f, i);
        s.repeated &= s.size > 0; /* labels; without them samples of all sizes look alike */
        s.size = size_of(f, &s, &s.values);
        if (is_zero(&s.values))
            continue;
        memmove(d->keys.at + keys, d->keys.at + s.stack_at, s.depth * sizeof *d->keys.at);
        s.stack_at = (uint32_t)keys;
        d->kept.at[f->done] = s;
        if (!hw_values_add(&f->totals, &s.values))
            d->clamped++;
        if (again)
            HW_TRY(fold_again(f, &merged, err));
        if (merged)
            continue;
        keys += s.depth;
        f->done++;
        f->unsized += s.size == HW_SIZE_UNKNOWN;
        f->stackless += s.depth == 0;
    }
    d->kept.len = f->done;
    d->keys.len = keys;
    forget_repeated(f);
    return HW_OK;
}

static hw_status translate(hw_finish *f, hw_error *err)
{
    hw_decoder *d = f->d;
    hw_sid name;
    if (!hw_strings_put(f->strings, d->input, &name))
        return hw_nomem(err);
    f->input.name = hw_strings_get(f->strings, name);
    for (size_t i = 0; i < d->functions.len; i++) {
        d->functions.at[i].name = f->sid[d->functions.at[i].name];
        d->functions.at[i].file = f->sid[d->functions.at[i].file];
    }
    for (size_t i = 0; i < d->mappings.len; i++) {
        d->mappings.at[i].file = f->sid[d->mappings.at[i].file];
        d->mappings.at[i].build_id = f->sid[d->mappings.at[i].build_id];
    }
    return HW_OK;
}

/* An array that is still empty takes over the other's memory. */
#define FITS(v, more)                                                                              \
    ((v).len < HW_NONE - (more).len && ((v).len == 0 || hw_vec_room(&(v), (more).len)))

static HW_MEM reserve(hw_profile *p, const hw_finish *f)
{
    const hw_decoder *d = f->d;
    return hw_mem_of(FITS(p->functions, d->functions) && FITS(p->frames, d->frames) &&
                     FITS(p->mappings, d->mappings) && FITS(p->locations, d->locations) &&
                     FITS(p->stack_ids, d->keys) && FITS(p->samples, d->kept) &&
                     FITS(p->inners, d->inners) && FITS(p->inner_addresses, d->inner_addresses) &&
                     FITS(p->entries, d->entries) && FITS(p->notes.list, f->notes.list) &&
                     hw_vec_room(&p->inputs, 1));
}

/* Ids that point into an array behind what is there already. */
static void rebase(const hw_profile *p, hw_decoder *d)
{
    uint32_t functions = (uint32_t)p->functions.len, frames = (uint32_t)p->frames.len;
    uint32_t mappings = (uint32_t)p->mappings.len, locations = (uint32_t)p->locations.len;
    uint32_t stacks = (uint32_t)p->stack_ids.len;
    for (size_t i = 0; i < d->frames.len; i++)
        if (d->frames.at[i].function != HW_NONE)
            d->frames.at[i].function += functions;
    for (size_t i = 0; i < d->locations.len; i++) {
        d->locations.at[i].frames_at += frames;
        if (d->locations.at[i].mapping != HW_NONE)
            d->locations.at[i].mapping += mappings;
    }
    for (size_t i = 0; i < d->keys.len; i++)
        d->keys.at[i] += locations;
    for (size_t i = 0; i < d->kept.len; i++) {
        d->kept.at[i].stack_at += stacks;
        if (d->kept.at[i].inner != HW_NONE)
            d->kept.at[i].inner += (uint32_t)p->inners.len;
    }
    for (size_t i = 0; i < d->inners.len; i++)
        d->inners.at[i].addresses_at += (uint32_t)p->inner_addresses.len;
    for (size_t i = 0; i < d->entries.len; i++)
        d->entries.at[i].location += locations;
}

/* Moves the array over where there is none yet, else appends to the room reserved. */
#define APPEND(v, more)                                                                            \
    do {                                                                                           \
        if ((v).len == 0) {                                                                        \
            hw_vec_free(&(v));                                                                     \
            (v).at = (more).at, (v).len = (more).len, (v).cap = (more).cap;                        \
            (more).at = NULL, (more).len = (more).cap = 0;                                         \
        } else if ((more).len) {                                                                   \
            memcpy((v).at + (v).len, (more).at, (more).len * sizeof *(v).at);                      \
            (v).len += (more).len;                                                                 \
        }                                                                                          \
    } while (0)

static void commit(hw_finish *f)
{
    hw_decoder *d = f->d;
    hw_profile *p = d->into;
    f->input.mappings_at = (uint32_t)p->mappings.len;
    f->input.mappings = (uint32_t)d->mappings.len;
    f->input.locations_at = (uint32_t)p->locations.len;
    f->input.locations = (uint32_t)d->locations.len;
    f->input.entries_at = (uint32_t)p->entries.len;
    f->input.entries = (uint32_t)d->entries.len;
    f->input.kept_at = (uint32_t)p->samples.len;
    f->input.kept = (uint32_t)d->kept.len;
    f->input.text = d->text != NULL;
    rebase(p, d);
    APPEND(p->functions, d->functions);
    APPEND(p->frames, d->frames);
    APPEND(p->mappings, d->mappings);
    APPEND(p->locations, d->locations);
    APPEND(p->stack_ids, d->keys);
    APPEND(p->samples, d->kept);
    APPEND(p->inners, d->inners);
    APPEND(p->inner_addresses, d->inner_addresses);
    APPEND(p->entries, d->entries);
    APPEND(p->notes.list, f->notes.list);
    hw_values_add(&p->totals, &f->totals);
    p->period = p->inputs.len == 0 || p->period == f->period ? f->period : 0;
    p->present = f->present;
    p->delta = f->delta;
    p->stored |= f->stored;
    p->inputs.at[p->inputs.len++] = f->input;
}

/* Some value of the heap is below zero; those that are read past do not count. */
static bool is_negative(const hw_finish *f)
{
    for (int k = 0; k < HW_VALUES; k++)
        if (f->columns[k] >= 0 && f->d->negative >> f->columns[k] & 1)
            return true;
    return false;
}

/* A text says so. Go's protobuf has no rate then, and no samples, but all four values; what a store
 * gives for a query that finds nothing has one. */
static bool is_off(const hw_finish *f, bool in_bytes)
{
    const hw_decoder *d = f->d;
    return d->text ? d->off
                   : d->period == 0 && in_bytes && d->sample_count == 0 &&
                         f->present == (1u << HW_VALUES) - 1;
}

static hw_status run(hw_finish *f, hw_error *err)
{
    hw_decoder *d = f->d;
    hw_type period_type;
    HW_TRY(check_references(f, &period_type, err));
    HW_TRY(intern_strings(f, &period_type, err));
    HW_TRY(check_kind(f, err));
    bool in_bytes = hw_str_eq(hw_finish_text(f, period_type.name), HW_STR("space")) &&
                    hw_str_eq(hw_finish_text(f, period_type.unit), HW_STR("bytes"));
    unsigned alloc = 1u << HW_ALLOC_OBJECTS | 1u << HW_ALLOC_SPACE;
    f->period = in_bytes && d->period > 0 ? d->period : 0;
    bool negative = is_negative(f);
    f->delta = d->duration_nanos != 0 || negative;
    f->stored = d->duration_nanos != 0 && !negative && f->present != (1u << HW_VALUES) - 1;
    f->input =
        (hw_profile_input){.time_nanos = d->time_nanos,
                           .duration_nanos = d->duration_nanos,
                           .period = f->period,
                           .samples = d->sample_count,
                           .off = is_off(f, in_bytes),
                           .content = d->content,
                           .unpublished = f->present & alloc && !f->delta ? d->zero_count : 0};
    HW_TRY(check_company(f, err));
    HW_TRY(read_labels(f, err));
    f->lost_rate = f->period == 1 && !d->text && is_rate_lost(f); /* Go alone writes the text */
    if (f->lost_rate || f->stored) /* of a sum the rate says nothing */
        f->input.period = f->period = 0;
    HW_TRY(complete_samples(f, err));
    HW_TRY(hw_decode_notes(f, err));
    HW_TRY(translate(f, err));
    if (!reserve(d->into, f))
        return hw_nomem(err);
    commit(f);
    return HW_OK;
}

hw_status hw_decode_complete(hw_decoder *d, hw_error *err)
{
    hw_finish f = {.d = d, .strings = d->into->strings};
    hw_status s = run(&f, err);
    hw_mem_free(f.sid);
    hw_index_free(&f.index);
    hw_notes_free(&f.notes);
    return s;
}
