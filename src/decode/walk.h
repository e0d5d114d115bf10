/* decode/walk - the top-level fields of a protobuf message, from pieces of any size. Private.
 *
 * Only one field is ever held, and only when a piece ends inside it. The rules say which fields are
 * known and with which wire types; unknown fields are skipped, groups are refused.
 */
#ifndef HW_DECODE_WALK_H
#define HW_DECODE_WALK_H

#include <stdbool.h>

#include "base/buf.h"
#include "heapwitness/types.h"

enum { HW_WIRE_VARINT = 0, HW_WIRE_64 = 1, HW_WIRE_BYTES = 2, HW_WIRE_32 = 5 };

/* `wires` has the bit 1u << wire for each form that the field may have; 0: an unknown field. */
typedef struct hw_field_rule {
    const char *name;
    unsigned wires;
    bool skipped; /* known, but nobody wants it */
} hw_field_rule;

typedef struct hw_field {
    uint32_t number;
    unsigned wire;
    uint64_t at;     /* offset of its tag */
    uint64_t inside; /* offset of its payload */
    uint64_t value;  /* HW_WIRE_VARINT */
    hw_str bytes;    /* HW_WIRE_BYTES; valid during the call */
} hw_field;

typedef hw_status (*hw_field_fn)(void *ctx, const hw_field *field, hw_error *err);

typedef struct hw_walk {
    hw_str input;
    const hw_field_rule *rules; /* indexed by field number */
    size_t rule_count;
    uint64_t longest; /* bytes of one held field */
    hw_field_fn take;
    void *ctx;
    /* the state */
    int state;
    uint64_t at; /* bytes taken */
    hw_field field;
    uint64_t varint;
    unsigned shift;
    uint64_t left; /* of the payload */
    hw_buf held;
} hw_walk;

hw_status hw_walk_feed(hw_walk *w, const void *data, size_t n, hw_error *err);
/* Refuses a field that the input's end cuts. */
hw_status hw_walk_end(const hw_walk *w, hw_error *err);
void hw_walk_free(hw_walk *w);

#endif
