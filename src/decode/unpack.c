#include "decode/unpack.h"

#include <stdint.h>

#include "base/error.h"

/* Reads one varint at *at; false when it is cut or too long. */
static bool varint(hw_str s, size_t *at, uint64_t *ret)
{
    uint64_t v = 0;
    for (unsigned shift = 0; shift < 70 && *at < s.n; shift += 7) {
        unsigned char c = (unsigned char)s.p[(*at)++];
        v |= (uint64_t)(c & 0x7f) << shift;
        if (c < 0x80) {
            *ret = v;
            return true;
        }
    }
    return false;
}

/* Why generated unpacking refused a message, and where: it tells neither. The recursion is as deep
 * as the schema, two levels. */
static const char *diagnose(const ProtobufCMessageDescriptor *what, hw_str s, size_t *where)
{
    size_t at = 0;
    while (at < s.n) {
        uint64_t tag, n = 0;
        *where = at;
        if (!varint(s, &at, &tag))
            return "a tag is cut short or too long";
        unsigned wire = (unsigned)(tag & 7);
        size_t left = s.n - at;
        if (tag >> 3 == 0 || tag > UINT32_MAX)
            return "a field number is 0 or too large";
        if (wire == 3 || wire == 4 || wire > 5)
            return "a field is a group or has a wire type that does not exist";
        if (wire == HW_WIRE_VARINT && !varint(s, &at, &n))
            return "a varint is cut short or too long";
        if (wire == HW_WIRE_BYTES && !varint(s, &at, &n))
            return "a length is cut short or too long";
        left = s.n - at;
        uint64_t skip = wire == HW_WIRE_BYTES ? n
                        : wire == HW_WIRE_64  ? 8
                        : wire == HW_WIRE_32  ? 4
                                              : 0;
        if (skip > left)
            return "a field is cut short";
        const ProtobufCFieldDescriptor *f =
            protobuf_c_message_descriptor_get_field(what, (unsigned)(tag >> 3));
        size_t inside = at;
        at += (size_t)skip;
        if (!f)
            continue;
        bool message = f->type == PROTOBUF_C_TYPE_MESSAGE;
        if (message ? wire != HW_WIRE_BYTES
                    : wire != HW_WIRE_VARINT &&
                          !(wire == HW_WIRE_BYTES && f->label == PROTOBUF_C_LABEL_REPEATED))
            return "a field has another wire type than the format says";
        size_t deep;
        const char *why =
            message ? diagnose(f->descriptor, hw_str_sub(s, inside, at), &deep) : NULL;
        if (why) {
            *where = inside + deep;
            return why;
        }
    }
    *where = 0;
    return NULL;
}

static hw_status refuse_message(const hw_decoder *d, const ProtobufCMessageDescriptor *what,
                                hw_str bytes, uint64_t at, hw_error *err)
{
    size_t where = 0;
    const char *why = diagnose(what, bytes, &where);
    return hw_fail_at(err, HW_FORMAT, d->input, at + where, "malformed %s: %s", what->short_name,
                      why ? why : "a list inside it is malformed");
}

hw_status hw_decode_unpack(hw_decoder *d, const ProtobufCMessageDescriptor *what, hw_str bytes,
                           uint64_t at, void *ret, hw_error *err)
{
    hw_arena_reset(&d->scratch);
    d->scratch_failed = false;
    ProtobufCMessage *m =
        protobuf_c_message_unpack(what, &d->allocator, bytes.n, (const uint8_t *)bytes.p);
    if (!m && d->scratch_failed)
        return d->scratch_over
                   ? hw_fail_at(err, HW_LIMIT, d->input, at,
                                "a %s needs more than %zu bytes of memory; --max-depth raises this "
                                "limit",
                                what->short_name, d->scratch.limit)
                   : hw_nomem(err);
    if (!m)
        return refuse_message(d, what, bytes, at, err);
    for (unsigned i = 0; i < m->n_unknown_fields; i++)
        if (m->unknown_fields[i].tag == 0)
            return refuse_message(d, what, bytes, at, err);
    *(void **)ret = m;
    return HW_OK;
}
