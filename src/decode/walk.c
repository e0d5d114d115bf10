#include "decode/walk.h"

#include "base/error.h"

enum { AT_TAG, AT_VALUE, AT_LENGTH, AT_BYTES, AT_SKIP };

enum { VARINT_MAX_SHIFT = 63 };
static const uint64_t tag_most = UINT32_MAX; /* 29 bits of field number, 3 of wire type */

static const hw_field_rule *rule_of(const hw_walk *w)
{
    return w->field.number < w->rule_count && w->rules[w->field.number].wires
               ? &w->rules[w->field.number]
               : NULL;
}

static const char *name_of(const hw_walk *w)
{
    const hw_field_rule *r = rule_of(w);
    return r ? r->name : "unknown";
}

static hw_status refuse(const hw_walk *w, const char *what, hw_error *err)
{
    return hw_fail_at(err, HW_FORMAT, w->input, w->field.at,
                      "%s, so it is no pprof profile or a damaged one", what);
}

/* One byte of a varint; `*done` when it was the last. */
static hw_status varint_byte(hw_walk *w, unsigned char c, bool *done, hw_error *err)
{
    if (w->shift > VARINT_MAX_SHIFT)
        return refuse(w, "a varint is longer than 10 bytes", err);
    w->varint |= (uint64_t)(c & 0x7f) << w->shift;
    w->shift += 7;
    *done = c < 0x80;
    return HW_OK;
}

static void next_varint(hw_walk *w, int state)
{
    w->state = state;
    w->varint = 0;
    w->shift = 0;
}

static hw_status on_tag(hw_walk *w, hw_error *err)
{
    uint64_t number = w->varint >> 3;
    unsigned wire = (unsigned)(w->varint & 7);
    if (w->varint > tag_most)
        return refuse(w, "a field number is too large", err);
    if (number == 0)
        return refuse(w, "a field has the number 0", err);
    w->field.number = (uint32_t)number;
    w->field.wire = wire;
    const hw_field_rule *r = rule_of(w);
    if (r && (wire > HW_WIRE_32 || !(r->wires & 1u << wire)))
        return hw_fail_at(err, HW_FORMAT, w->input, w->field.at,
                          "the field %s has the wire type %u, so it is no pprof profile or a "
                          "damaged one",
                          r->name, wire);
    switch (wire) {
    case HW_WIRE_VARINT:
        next_varint(w, AT_VALUE);
        return HW_OK;
    case HW_WIRE_BYTES:
        next_varint(w, AT_LENGTH);
        return HW_OK;
    case HW_WIRE_64:
    case HW_WIRE_32:
        w->left = wire == HW_WIRE_64 ? 8 : 4;
        w->state = AT_SKIP;
        return HW_OK;
    case 3:
    case 4:
        return refuse(w, "a field is a group, which pprof profiles do not have", err);
    default:
        return refuse(w, "a field has a wire type that does not exist", err);
    }
}

static hw_status deliver(hw_walk *w, hw_error *err)
{
    const hw_field_rule *r = rule_of(w);
    next_varint(w, AT_TAG);
    return r && !r->skipped ? w->take(w->ctx, &w->field, err) : HW_OK;
}

static hw_status on_length(hw_walk *w, hw_error *err)
{
    const hw_field_rule *r = rule_of(w);
    w->left = w->varint;
    w->field.inside = w->at;
    w->field.bytes = (hw_str){"", 0};
    hw_buf_clear(&w->held);
    if (!r || r->skipped) {
        w->state = AT_SKIP;
        return HW_OK;
    }
    if (w->left > w->longest)
        return hw_fail_at(err, HW_LIMIT, w->input, w->field.at,
                          "the field %s says it is %llu bytes long, more than %llu; either it is "
                          "no pprof profile, or --max-message raises this limit",
                          name_of(w), (unsigned long long)w->left, (unsigned long long)w->longest);
    w->state = AT_BYTES;
    return HW_OK;
}

/* Takes up to `n` bytes of a payload. */
static hw_status on_bytes(hw_walk *w, const char *p, size_t n, size_t *used, hw_error *err)
{
    *used = w->left < n ? (size_t)w->left : n;
    w->at += *used;
    w->left -= *used;
    if (w->left == 0 && w->held.n == 0) {
        w->field.bytes = (hw_str){p, *used};
        return deliver(w, err);
    }
    if (hw_buf_add(&w->held, p, *used) != HW_OK)
        return hw_nomem(err);
    if (w->left == 0) {
        w->field.bytes = hw_buf_view(&w->held);
        return deliver(w, err);
    }
    return HW_OK;
}

static hw_status on_varint(hw_walk *w, unsigned char c, hw_error *err)
{
    bool done = false;
    if (w->state == AT_TAG && w->shift == 0)
        w->field.at = w->at;
    HW_TRY(varint_byte(w, c, &done, err));
    w->at++;
    if (!done)
        return HW_OK;
    if (w->state == AT_TAG)
        return on_tag(w, err);
    if (w->state == AT_LENGTH)
        return on_length(w, err);
    w->field.value = w->varint;
    return deliver(w, err);
}

hw_status hw_walk_feed(hw_walk *w, const void *data, size_t n, hw_error *err)
{
    const char *p = data;
    const char *end = p + n;
    for (;;) {
        size_t used = 1;
        size_t have = (size_t)(end - p);
        if (w->state == AT_BYTES && (have || w->left == 0)) {
            HW_TRY(on_bytes(w, p, have, &used, err));
        } else if (w->state == AT_SKIP && (have || w->left == 0)) {
            used = w->left < have ? (size_t)w->left : have;
            w->at += used;
            w->left -= used;
            if (w->left == 0)
                next_varint(w, AT_TAG);
        } else if (have) {
            HW_TRY(on_varint(w, (unsigned char)*p, err));
        } else {
            return HW_OK;
        }
        p += used;
    }
}

hw_status hw_walk_end(const hw_walk *w, hw_error *err)
{
    if (w->state == AT_TAG && w->shift == 0)
        return HW_OK;
    return hw_fail_at(err, HW_FORMAT, w->input, w->field.at,
                      "the profile is cut short inside the field that begins here (%llu bytes in "
                      "all); was the download or the copy complete?",
                      (unsigned long long)w->at);
}

void hw_walk_free(hw_walk *w)
{
    hw_buf_free(&w->held);
}
