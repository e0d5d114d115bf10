/* decode/fold - samples, added up by stack and labels as they come. Private.
 *
 * What both forms do with a sample, in this order: its numbers are held against the limits; it is
 * counted and left out where it says nothing; room is made behind the kept keys; there its
 * locations and then its labels are written; it is added to the one with the same key, or kept.
 */
#ifndef HW_DECODE_FOLD_H
#define HW_DECODE_FOLD_H

#include "decode/decoder.h"

hw_status hw_decode_check_counts(hw_decoder *d, size_t values, size_t locations, size_t labels,
                                 uint64_t at, hw_error *err);
bool hw_decode_nothing(hw_decoder *d, const int64_t *values, size_t n);
hw_status hw_decode_key_room(hw_decoder *d, size_t n, uint64_t at, hw_error *err);
hw_status hw_decode_label_id(hw_decoder *d, const hw_label *l, uint64_t at, uint32_t *ret,
                             hw_error *err);

typedef struct hw_decode_key {
    uint32_t depth, labels; /* locations, ids of labels */
    uint32_t inner;         /* or HW_NONE */
} hw_decode_key;
hw_status hw_decode_add(hw_decoder *d, const hw_decode_key *sample, const int64_t *values,
                        uint64_t at, hw_error *err);

#endif
