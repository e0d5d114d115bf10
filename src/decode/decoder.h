/* decode/decoder - what the decoder keeps of one profile until it is whole. Private to the room.
 *
 * The structs of the model are used from the start; until decode_finish translates them, their
 * hw_sid fields hold indexes into the profile's string table, and ids are dense but local.
 */
#ifndef HW_DECODE_DECODER_H
#define HW_DECODE_DECODER_H

#include <protobuf-c/protobuf-c.h>

#include "base/arena.h"
#include "base/buf.h"
#include "decode/ids.h"
#include "decode/walk.h"
#include "heapwitness/limits.h"
#include "model/profile.h"

enum { HW_TYPES_MAX = 64, HW_HEAD_MAX = 1024 };

typedef struct hw_type {
    uint32_t name, unit; /* string indexes */
} hw_type;

/* A numeric label. Equal ones share an id, so that a sample's key is one run of 32-bit ids. */
typedef struct hw_label {
    uint32_t key, unit; /* string indexes */
    int64_t number;
} hw_label;

typedef struct hw_decoder {
    hw_str input; /* into `arena` */
    hw_limits limits;
    hw_profile *into;
    hw_arena arena;

    unsigned char head[HW_HEAD_MAX]; /* until sniffed */
    size_t head_len;
    bool sniffed;
    unsigned char block[HW_HEAD_MAX]; /* the bytes that are not in `content` yet */
    size_t block_len;
    uint64_t content;            /* a hash of all bytes, whatever the pieces they come in */
    struct hw_text_reader *text; /* decode/text_form; NULL: protobuf */

    hw_walk walk;
    hw_arena scratch;                  /* of one message */
    bool scratch_failed, scratch_over; /* an allocation of it failed; for its limit */
    ProtobufCAllocator allocator;

    hw_type types[HW_TYPES_MAX];
    size_t type_count;
    hw_buf period_type; /* its encodings, one after the other: that is how they merge */
    uint64_t period_type_at;
    int64_t time_nanos, duration_nanos, period;
    uint32_t default_type; /* name of the default sample type; 0: none */

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
    bool off;          /* a text that says heap/0: nothing is recorded */
    uint64_t negative; /* bit (1 << i): the i-th value of some sample is below zero */
    bool label_mix; /* kept samples differ in how many numeric labels they have, or of which key */
    uint32_t label_n; /* of the first kept sample */
    uint32_t label_key;
} hw_decoder;

#endif
