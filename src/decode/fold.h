/* decode/fold - adds up samples by stack and labels while they are read. Private.
 *
 * Both forms of a profile handle a sample in this order: check its counts against the limits; count
 * it, and drop it where it says nothing; make room behind the kept keys; write its locations and
 * then its labels there; add it to the sample with the same key, or keep it.
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
