#include "decode/same_process.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/mem.h"

enum {
    PROCESSES_MAX = 64, /* inputs that an input is compared with: the newest of so many processes */
    STACKS_MIN = 4 /* fewer stacks are alike by chance, where no address tells processes apart */
};

/* --- builds --------------------------------------------------------------------------------- */

/* Where an input says that its code is in memory. */
typedef struct layout {
    hw_sid file, build_id;
    uint64_t start, limit;
    uint64_t vdso; /* which the kernel places anew for each process; 0: not known */
} layout;

static layout layout_of(const hw_profile *p, const hw_profile_input *in)
{
    layout l = {0};
    for (uint32_t i = 0; i < in->mappings; i++) {
        const hw_mapping *m = &p->mappings.at[in->mappings_at + i];
        if (i == 0)
            l = (layout){m->file, m->build_id, m->start, m->limit, 0};
        if (hw_str_eq(hw_strings_get(p->strings, m->file), HW_STR("[vdso]")))
            l.vdso = m->start;
    }
    return l;
}

static bool same_build(const layout *a, const layout *b)
{
    return a->file == b->file && a->build_id == b->build_id && a->start == b->start &&
           a->limit == b->limit && (!a->vdso || !b->vdso || a->vdso == b->vdso);
}

/* --- counters ------------------------------------------------------------------------------- */

/* What an input says of one stack with one object size. */
typedef struct counter {
    uint32_t stack; /* the same in all inputs */
    hw_values sum;
} counter;

typedef struct counters {
    const hw_profile *p;
    HW_VEC(uint32_t) stacks; /* the first sample of each */
    hw_index index;
    counter *at;    /* of an input from its first sample on, ordered by stack */
    size_t *counts; /* by input */
    layout *layouts;
} counters;

static uint64_t hash_location(const hw_profile *p, uint64_t hash, uint32_t id)
{
    const hw_location *l = &p->locations.at[id];
    hash = hw_mix(hash, l->address);
    for (uint32_t i = 0; i < l->frames; i++) {
        const hw_frame *f = &p->frames.at[l->frames_at + i];
        hash = hw_mix(hash, f->function == HW_NONE ? 0 : p->functions.at[f->function].name);
        hash = hw_mix(hash, f->line);
    }
    return hash;
}

static bool same_location(const hw_profile *p, uint32_t x, uint32_t y)
{
    const hw_location *a = &p->locations.at[x], *b = &p->locations.at[y];
    if (a->address != b->address || a->frames != b->frames)
        return false;
    for (uint32_t i = 0; i < a->frames; i++) {
        const hw_frame *f = &p->frames.at[a->frames_at + i], *g = &p->frames.at[b->frames_at + i];
        if ((f->function == HW_NONE) != (g->function == HW_NONE) || f->line != g->line)
            return false;
        if (f->function != HW_NONE &&
            p->functions.at[f->function].name != p->functions.at[g->function].name)
            return false;
    }
    return true;
}

static uint64_t hash_sample(const counters *c, const hw_sample *s)
{
    uint64_t hash = hw_mix(c->index.seed, (uint64_t)s->size);
    for (uint32_t i = 0; i < s->depth; i++)
        hash = hash_location(c->p, hash, c->p->stack_ids.at[s->stack_at + i]);
    return hash;
}

static uint64_t rehash(const void *ctx, uint32_t id)
{
    const counters *c = ctx;
    return hash_sample(c, &c->p->samples.at[c->stacks.at[id]]);
}

typedef struct key {
    const counters *c;
    const hw_sample *sample;
} key;

static bool same_stack(const void *ctx, uint32_t id)
{
    const key *k = ctx;
    const hw_profile *p = k->c->p;
    const hw_sample *a = &p->samples.at[k->c->stacks.at[id]], *b = k->sample;
    if (a->size != b->size || a->depth != b->depth)
        return false;
    for (uint32_t i = 0; i < a->depth; i++)
        if (!same_location(p, p->stack_ids.at[a->stack_at + i], p->stack_ids.at[b->stack_at + i]))
            return false;
    return true;
}

static HW_MEM find_stack(counters *c, uint32_t at, uint32_t *ret)
{
    const hw_sample *s = &c->p->samples.at[at];
    uint64_t hash = hash_sample(c, s);
    *ret = hw_index_get(&c->index, hash, same_stack, &(key){c, s});
    if (*ret != HW_NONE)
        return HW_MEM_OK;
    *ret = (uint32_t)c->stacks.len;
    return hw_vec_push(&c->stacks, at) && hw_index_put(&c->index, hash, *ret, rehash, c);
}

static int by_stack(const void *a, const void *b)
{
    return HW_CMP(((const counter *)a)->stack, ((const counter *)b)->stack);
}

static HW_MEM count_input(counters *c, size_t input)
{
    const hw_profile_input *in = &c->p->inputs.at[input];
    counter *at = c->at + in->kept_at;
    size_t n = 0;
    for (uint32_t i = 0; i < in->kept; i++) {
        at[i].sum = c->p->samples.at[in->kept_at + i].values;
        if (!find_stack(c, in->kept_at + i, &at[i].stack))
            return HW_MEM_OUT;
    }
    qsort(at, in->kept, sizeof *at, by_stack);
    for (uint32_t i = 0; i < in->kept; i++) {
        if (n && at[n - 1].stack == at[i].stack)
            hw_values_add(&at[n - 1].sum, &at[i].sum);
        else
            at[n++] = at[i];
    }
    c->counts[input] = n;
    return HW_MEM_OK;
}

typedef enum kinship { STRANGERS, SAME_PROCESS, SAME_STATE } kinship;

/* What was allocated never shrinks in a process. Where the kernel's own addresses do not tell two
 * processes apart, half of the stacks have to be as they were too, as most of a service's are. Two
 * strangers are known as such after a few stacks. */
static kinship compare(const counters *c, size_t older, size_t newer)
{
    const counter *a = c->at + c->p->inputs.at[older].kept_at, *end = a + c->counts[older];
    const counter *b = c->at + c->p->inputs.at[newer].kept_at, *last = b + c->counts[newer];
    size_t equal = 0, n = c->counts[older];
    bool counts = hw_profile_has(c->p, HW_ALLOC_SPACE) || hw_profile_has(c->p, HW_ALLOC_OBJECTS);
    bool placed = c->layouts[older].vdso && c->layouts[newer].vdso;
    for (; a < end; a++, b++) {
        while (b < last && b->stack < a->stack)
            b++;
        if (b == last || b->stack != a->stack ||
            b->sum.v[HW_ALLOC_SPACE] < a->sum.v[HW_ALLOC_SPACE] ||
            b->sum.v[HW_ALLOC_OBJECTS] < a->sum.v[HW_ALLOC_OBJECTS])
            return STRANGERS;
        bool same = memcmp(&a->sum, &b->sum, sizeof a->sum) == 0;
        if (!same && !counts)
            return STRANGERS;
        equal += same;
    }
    if (equal == n && n == c->counts[newer])
        return SAME_STATE;
    return counts && (placed || (n >= STACKS_MIN && equal >= n - n / 2)) ? SAME_PROCESS : STRANGERS;
}

/* --- inputs --------------------------------------------------------------------------------- */

static int64_t allocated(const hw_profile *p, const hw_profile_input *in)
{
    int64_t sum = 0;
    for (uint32_t i = 0; i < in->kept; i++)
        if (__builtin_add_overflow(sum, p->samples.at[in->kept_at + i].values.v[HW_ALLOC_SPACE],
                                   &sum))
            return INT64_MAX;
    return sum;
}

/* Whether `a` may be the older of the two: by the clock, and by what was allocated where that does
 * not tell. */
static bool is_before(const hw_profile *p, const hw_profile_input *a, const hw_profile_input *b)
{
    if (a->time_nanos && b->time_nanos && a->time_nanos != b->time_nanos)
        return a->time_nanos < b->time_nanos;
    return allocated(p, a) <= allocated(p, b);
}

static bool takes_part(const hw_profile_input *in)
{
    return in->kept && !in->evidence && !in->older;
}

static hw_status leave_out(hw_profile *p, hw_profile_input *older, const hw_profile_input *newer,
                           kinship how, hw_error *err)
{
    older->older = true;
    bool noted = hw_note_add(
        &p->notes, p->strings, HW_NOTE_SAME_PROCESS, 1,
        how == SAME_STATE
            ? "%.*s and %.*s are the same profile: it counts once; --merge adds them up"
            : "%.*s and %.*s are of one process, at two times: the second, which is newer, is used "
              "alone; --merge adds them up, which counts what the process did before twice",
        HW_STR_ARG(older->name), HW_STR_ARG(newer->name));
    return noted ? HW_OK : hw_nomem(err);
}

/* Compares an input with those before it, the last of each process. */
static hw_status place(counters *c, hw_profile *p, size_t at, hw_error *err)
{
    size_t compared = 0;
    for (size_t i = at; i-- > 0 && compared < PROCESSES_MAX;) {
        hw_profile_input *a = &p->inputs.at[i], *b = &p->inputs.at[at];
        if (!takes_part(a) || a->text != b->text || a->period != b->period ||
            !same_build(&c->layouts[i], &c->layouts[at]))
            continue;
        compared++;
        bool in_order = is_before(p, a, b);
        kinship kin = in_order ? compare(c, i, at) : compare(c, at, i);
        if (kin != STRANGERS)
            HW_TRY(leave_out(p, in_order ? a : b, in_order ? b : a, kin, err));
        if (b->older)
            break;
    }
    return HW_OK;
}

/* Moves the samples that count together. */
static void drop_older(hw_profile *p)
{
    size_t to = 0;
    p->totals = (hw_values){{0}};
    for (size_t i = 0; i < p->inputs.len; i++) {
        hw_profile_input *in = &p->inputs.at[i];
        uint32_t at = in->kept_at;
        in->kept_at = (uint32_t)to;
        if (in->older)
            in->kept = 0;
        for (uint32_t k = 0; k < in->kept; k++) {
            p->samples.at[to] = p->samples.at[at + k];
            hw_values_add(&p->totals, &p->samples.at[to++].values);
        }
    }
    p->samples.len = to;
}

static hw_status place_all(counters *c, hw_profile *p, hw_error *err)
{
    c->index.seed = hw_random_seed();
    c->at = hw_mem_alloc(p->samples.len, sizeof *c->at);
    c->counts = hw_mem_zero(p->inputs.len, sizeof *c->counts);
    c->layouts = hw_mem_zero(p->inputs.len, sizeof *c->layouts);
    if (!c->at || !c->counts || !c->layouts)
        return hw_nomem(err);
    for (size_t i = 0; i < p->inputs.len; i++) {
        c->layouts[i] = layout_of(p, &p->inputs.at[i]);
        if (!takes_part(&p->inputs.at[i]))
            continue;
        if (!count_input(c, i))
            return hw_nomem(err);
        HW_TRY(place(c, p, i, err));
    }
    return HW_OK;
}

hw_status hw_decode_same_process(hw_profile *p, hw_error *err)
{
    size_t before = hw_profile_counted(p);
    counters c = {.p = p};
    if (p->delta || before < 2)
        return HW_OK;
    hw_status status = place_all(&c, p, err);
    hw_vec_free(&c.stacks);
    hw_index_free(&c.index);
    hw_mem_free(c.at);
    hw_mem_free(c.counts);
    hw_mem_free(c.layouts);
    if (status == HW_OK && hw_profile_counted(p) < before)
        drop_older(p);
    return status;
}
