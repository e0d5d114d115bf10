#include "decode/fields.h"

#include "base/error.h"
#include "decode/references.h"
#include "decode/sample.h"
#include "decode/unpack.h"
#include "profile.pb-c.h"

static hw_status too_many(const hw_decoder *d, uint64_t at, const char *what, uint64_t limit,
                          const char *option, hw_error *err)
{
    return hw_fail_at(err, HW_LIMIT, d->input, at,
                      "has more than %llu %s; --max-%s raises this limit",
                      (unsigned long long)limit, what, option);
}

/* What locations, functions and mappings have in common. */
static hw_status define(hw_decoder *d, hw_ids *ids, uint32_t dense, const char *what, uint64_t at,
                        hw_error *err)
{
    hw_id_entry *e = &ids->list.at[dense];
    if (e->defined)
        return hw_fail_at(err, HW_FORMAT, d->input, at, "%s %llu is defined twice", what,
                          (unsigned long long)e->id);
    e->defined = true;
    return HW_OK;
}

static hw_status take_type(hw_decoder *d, const hw_field *f, hw_error *err)
{
    Hwpb__ValueType *m;
    hw_type t;
    HW_TRY(hw_decode_unpack(d, &hwpb__value_type__descriptor, f->bytes, f->inside, &m, err));
    HW_TRY(hw_decode_string_ref(d, m->type, f->at, &t.name, err));
    HW_TRY(hw_decode_string_ref(d, m->unit, f->at, &t.unit, err));
    if (d->type_count == HW_TYPES_MAX)
        return hw_fail_at(err, HW_FORMAT, d->input, f->at,
                          "has more than %d sample types, as no heap profile has", HW_TYPES_MAX);
    d->types[d->type_count++] = t;
    return HW_OK;
}

static hw_status take_mapping(hw_decoder *d, const hw_field *f, hw_error *err)
{
    Hwpb__Mapping *m;
    uint32_t id;
    HW_TRY(hw_decode_unpack(d, &hwpb__mapping__descriptor, f->bytes, f->inside, &m, err));
    HW_TRY(hw_decode_mapping_ref(d, m->id, f->at, &id, err));
    HW_TRY(define(d, &d->mapping_ids, id, "mapping", f->at, err));
    hw_mapping *r = &d->mappings.at[id];
    HW_TRY(hw_decode_string_ref(d, m->filename, f->at, &r->file, err));
    HW_TRY(hw_decode_string_ref(d, m->build_id, f->at, &r->build_id, err));
    r->start = m->memory_start;
    r->limit = m->memory_limit;
    r->offset = m->file_offset;
    return HW_OK;
}

static hw_status take_function(hw_decoder *d, const hw_field *f, hw_error *err)
{
    Hwpb__Function *m;
    uint32_t id, unused;
    HW_TRY(hw_decode_unpack(d, &hwpb__function__descriptor, f->bytes, f->inside, &m, err));
    HW_TRY(hw_decode_function_ref(d, m->id, f->at, &id, err));
    HW_TRY(define(d, &d->function_ids, id, "function", f->at, err));
    hw_function *r = &d->functions.at[id];
    HW_TRY(hw_decode_string_ref(d, m->name, f->at, &r->name, err));
    HW_TRY(hw_decode_string_ref(d, m->filename, f->at, &r->file, err));
    return hw_decode_string_ref(d, m->system_name, f->at, &unused, err);
}

/* Lines that no file can have are unknown. */
static uint32_t line_number(int64_t line)
{
    return line > 0 && line <= INT32_MAX ? (uint32_t)line : 0;
}

static hw_status take_lines(hw_decoder *d, const Hwpb__Location *m, uint64_t at, hw_location *r,
                            hw_error *err)
{
    if (m->n_line > d->limits.depth)
        return too_many(d, at, "lines in one location", d->limits.depth, "depth", err);
    if (m->n_line > UINT32_MAX - d->frames.len)
        return too_many(d, at, "lines", UINT32_MAX, "profile", err);
    if (!hw_vec_room(&d->frames, m->n_line))
        return hw_nomem(err);
    r->frames_at = (uint32_t)d->frames.len;
    r->frames = (uint32_t)m->n_line;
    for (size_t i = 0; i < m->n_line; i++) {
        const Hwpb__Line *l = m->line[i];
        hw_frame frame = {HW_NONE, line_number(l->line)};
        for (unsigned k = 0; k < l->base.n_unknown_fields; k++)
            if (l->base.unknown_fields[k].tag == 0)
                return hw_fail_at(err, HW_FORMAT, d->input, at, "a field of a line is number 0");
        if (l->function_id != 0)
            HW_TRY(hw_decode_function_ref(d, l->function_id, at, &frame.function, err));
        d->frames.at[d->frames.len++] = frame;
    }
    return HW_OK;
}

static hw_status take_location(hw_decoder *d, const hw_field *f, hw_error *err)
{
    Hwpb__Location *m;
    uint32_t id;
    hw_location r = {.mapping = HW_NONE};
    HW_TRY(hw_decode_unpack(d, &hwpb__location__descriptor, f->bytes, f->inside, &m, err));
    HW_TRY(hw_decode_location_ref(d, m->id, f->at, &id, err));
    HW_TRY(define(d, &d->location_ids, id, "location", f->at, err));
    r.address = m->address;
    if (m->mapping_id != 0)
        HW_TRY(hw_decode_mapping_ref(d, m->mapping_id, f->at, &r.mapping, err));
    HW_TRY(take_lines(d, m, f->at, &r, err));
    d->locations.at[id] = r;
    return HW_OK;
}

static hw_status take_string(hw_decoder *d, const hw_field *f, hw_error *err)
{
    unsigned char len[10];
    size_t n = 0;
    if (d->string_count == 0 && f->bytes.n != 0)
        return hw_fail_at(err, HW_FORMAT, d->input, f->at,
                          "the first string of the string table is not empty");
    if (d->string_count >= d->limits.strings || d->string_count >= HW_NONE - 1)
        return too_many(d, f->at, "strings", d->limits.strings, "strings", err);
    for (uint64_t v = f->bytes.n;; v >>= 7) {
        len[n++] = (unsigned char)((v & 0x7f) | (v > 0x7f ? 0x80 : 0));
        if (v <= 0x7f)
            break;
    }
    if (hw_buf_add(&d->strings, len, n) != HW_OK || hw_buf_str(&d->strings, f->bytes) != HW_OK)
        return hw_nomem(err);
    d->string_count++;
    return HW_OK;
}

static hw_status take_period_type(hw_decoder *d, const hw_field *f, hw_error *err)
{
    if (f->bytes.n > d->limits.message - d->period_type.n)
        return too_many(d, f->at, "bytes in its period type", d->limits.message, "message", err);
    d->period_type_at = f->inside;
    return hw_buf_str(&d->period_type, f->bytes) == HW_OK ? HW_OK : hw_nomem(err);
}

static hw_status take_string_index(hw_decoder *d, const hw_field *f, hw_error *err)
{
    uint32_t unused;
    return hw_decode_string_ref(d, (int64_t)f->value, f->at, &unused, err);
}

static hw_status take_default_type(hw_decoder *d, const hw_field *f, hw_error *err)
{
    return hw_decode_string_ref(d, (int64_t)f->value, f->at, &d->default_type, err);
}

static hw_status take_number(hw_decoder *d, const hw_field *f, hw_error *err)
{
    (void)err;
    int64_t *to = f->number == 9    ? &d->time_nanos
                  : f->number == 10 ? &d->duration_nanos
                                    : &d->period;
    *to = (int64_t)f->value;
    return HW_OK;
}

enum { VARINT = 1u << HW_WIRE_VARINT, BYTES = 1u << HW_WIRE_BYTES, KEEP = 0, SKIP = 1 };

/* Columns: number, name, wire types, whether anybody wants it, who. */
#define PROFILE_FIELDS(X)                                                                          \
    X(1, "sample_type", BYTES, KEEP, take_type)                                                    \
    X(2, "sample", BYTES, KEEP, hw_decode_sample)                                                  \
    X(3, "mapping", BYTES, KEEP, take_mapping)                                                     \
    X(4, "location", BYTES, KEEP, take_location)                                                   \
    X(5, "function", BYTES, KEEP, take_function)                                                   \
    X(6, "string_table", BYTES, KEEP, take_string)                                                 \
    X(7, "drop_frames", VARINT, KEEP, take_string_index)                                           \
    X(8, "keep_frames", VARINT, KEEP, take_string_index)                                           \
    X(9, "time_nanos", VARINT, KEEP, take_number)                                                  \
    X(10, "duration_nanos", VARINT, KEEP, take_number)                                             \
    X(11, "period_type", BYTES, KEEP, take_period_type)                                            \
    X(12, "period", VARINT, KEEP, take_number)                                                     \
    X(13, "comment", VARINT | BYTES, SKIP, NULL)                                                   \
    X(14, "default_sample_type", VARINT, KEEP, take_default_type)

const hw_field_rule hw_decode_rules[HW_DECODE_RULES] = {
#define X(number, name, wires, skipped, take) [number] = {name, wires, skipped},
    PROFILE_FIELDS(X)
#undef X
};

hw_status hw_decode_field(void *ctx, const hw_field *f, hw_error *err)
{
    static hw_status (*const takes[HW_DECODE_RULES])(hw_decoder *, const hw_field *, hw_error *) = {
#define X(number, name, wires, skipped, take) [number] = take,
        PROFILE_FIELDS(X)
#undef X
    };
    return takes[f->number](ctx, f, err);
}
