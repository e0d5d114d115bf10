/* decode/state - what the decoder keeps of one profile until it is whole. Private to the room.
 *
 * The records of the model are used from the start; until finish.c translates them, their hw_sid
 * fields hold indexes into the profile's string table, and ids are dense but local.
 */
#ifndef HW_DECODE_STATE_H
#define HW_DECODE_STATE_H

#include <protobuf-c/protobuf-c.h>

#include "base/arena.h"
#include "base/buf.h"
#include "decode/decode.h"
#include "decode/ids.h"
#include "decode/text_form.h"
#include "decode/walk.h"

enum { HW_TYPES_MAX = 64, HW_HEAD_MAX = 64 };

typedef struct hw_type {
    uint32_t name, unit; /* string indexes */
} hw_type;

/* A numeric label. Equal ones share an id, so that a sample's key is one run of 32-bit ids. */
typedef struct hw_label {
    uint32_t key, unit; /* string indexes */
    int64_t number;
} hw_label;

struct hw_decoder {
    hw_str input; /* into `arena` */
    hw_limits limits;
    hw_profile *into;
    hw_arena arena;

    unsigned char head[HW_HEAD_MAX]; /* until sniffed */
    size_t head_len;
    bool sniffed;
    hw_text_reader *text; /* of the text form; NULL: protobuf */

    hw_walk walk;
    hw_arena scratch;                  /* of one message */
    bool scratch_failed, scratch_over; /* an allocation of it failed; for its limit */
    ProtobufCAllocator allocator;

    hw_type types[HW_TYPES_MAX];
    size_t type_count;
    hw_buf period_type; /* its encodings, one after the other: that is how they merge */
    uint64_t period_type_at;
    int64_t time_nanos, duration_nanos, period;

    hw_buf strings; /* each: its length as a varint, its bytes */
    uint64_t string_count;
    uint64_t string_most; /* the largest index used */
    uint64_t string_most_at;

    hw_ids location_ids, function_ids, mapping_ids;
    HW_VEC(hw_location) locations;
    HW_VEC(hw_frame) frames;
    HW_VEC(hw_function) functions;
    HW_VEC(hw_mapping) mappings;
    HW_VEC(hw_inner) inners;
    HW_VEC(uint64_t) inner_addresses;
    HW_VEC(hw_entry) entries;

    HW_VEC(hw_label) labels;
    hw_index label_index;
    /* Kept samples. The ids of a sample's numeric labels follow its stack in `keys`; `size` is how
     * many they are; values are in the order of the sample types, those beyond the fourth in
     * `more_values`. */
    HW_VEC(uint32_t) keys;
    HW_VEC(hw_sample) kept;
    HW_VEC(uint32_t) kept_hashes;
    HW_VEC(int64_t) more_values;
    hw_index kept_index;
    size_t value_count; /* of each sample; known with the first */
    uint64_t first_sample_at;
    uint64_t sample_count, zero_count, clamped;
    bool negative;  /* a value below zero was seen */
    bool label_mix; /* kept samples differ in how many numeric labels they have, or of which key */
    uint32_t label_n; /* of the first kept sample */
    uint32_t label_key;
};

/* message.c: the fields of Profile. */
enum { HW_DECODE_RULES = 15 };
extern const hw_field_rule hw_decode_rules[HW_DECODE_RULES];
hw_status hw_decode_field(void *ctx, const hw_field *f, hw_error *err);
/* The generated unpacking of one message into `scratch`, which is emptied first. */
hw_status hw_decode_unpack(hw_decoder *d, const ProtobufCMessageDescriptor *what, hw_str bytes,
                           uint64_t at, void *ret, hw_error *err);
/* Checks and notes a reference into the string table. */
hw_status hw_decode_string_ref(hw_decoder *d, int64_t index, uint64_t at, uint32_t *ret,
                               hw_error *err);
/* The dense id of a location, with a blank record where it is new. */
hw_status hw_decode_location_ref(hw_decoder *d, uint64_t id, uint64_t at, uint32_t *ret,
                                 hw_error *err);

/* sample.c */
hw_status hw_decode_sample(hw_decoder *d, const hw_field *f, hw_error *err);
/* What both forms do with a sample, in this order: its numbers are held against the limits; it is
 * counted and left out where it says nothing; room is made behind the kept keys; there its
 * locations and then its labels are written; it is added to the one with the same key, or kept. */
hw_status hw_decode_check_counts(hw_decoder *d, size_t values, size_t locations, size_t labels,
                                 uint64_t at, hw_error *err);
typedef struct hw_decode_key {
    uint32_t depth, labels; /* locations, ids of labels */
    uint32_t inner;         /* or HW_NONE */
} hw_decode_key;
bool hw_decode_nothing(hw_decoder *d, const int64_t *values, size_t n);
hw_status hw_decode_key_room(hw_decoder *d, size_t n, uint64_t at, hw_error *err);
hw_status hw_decode_label_id(hw_decoder *d, const hw_label *l, uint64_t at, uint32_t *ret,
                             hw_error *err);
hw_status hw_decode_add(hw_decoder *d, const hw_decode_key *sample, const int64_t *values,
                        uint64_t at, hw_error *err);

/* decode.c: sniffs the head and feeds it to the walk; once. */
hw_status hw_decode_begin(hw_decoder *d, hw_error *err);

/* sniff.c: refuses by their first bytes what is certainly no pprof protobuf. */
hw_status hw_decode_sniff(const hw_decoder *d, hw_error *err);

/* kind.c: the column of each value, -1 without it. Refuses what is no heap profile of Go. `name_of`
 * gives the text of a type's string index. */
typedef hw_str (*hw_name_fn)(const void *ctx, uint32_t index);
hw_status hw_decode_columns(const hw_decoder *d, hw_name_fn name_of, const void *ctx,
                            int columns[HW_VALUES], hw_error *err);
hw_status hw_decode_go_only(const hw_decoder *d, hw_name_fn name_of, const void *ctx,
                            hw_error *err);

#endif
