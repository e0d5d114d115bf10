/* decode - pprof protobuf bytes become a model profile, checked for legality.
 *
 * A hybrid (docs/design.md): our own walk over the top-level fields, which may come in any order
 * and in pieces of any size, and protobuf-c's generated unpacking for each nested message, in an
 * arena that is reset. Memory grows with what is kept, not with the length of the input.
 *
 * Several profiles can be decoded into one hw_profile: their values add up. Sample types are
 * matched by name; profiles of other kinds (CPU, goroutine, mutex, block, jemalloc …) are refused
 * with a sentence.
 */
#ifndef HW_DECODE_DECODE_H
#define HW_DECODE_DECODE_H

#include "heapwitness/limits.h"
#include "heapwitness/types.h"
#include "model/profile.h"

typedef struct hw_decoder hw_decoder;

/* `input` is the name for errors; `limits` has all fields set; `into` is only touched by a
 * successful hw_decode_finish, so that a bad input loses nothing that was already good. */
hw_status hw_decode_new(hw_str input, const hw_limits *limits, hw_profile *into, hw_decoder **ret,
                        hw_error *err);
/* Takes the bytes as they come. After an error only hw_decode_free is allowed. */
hw_byte_sink hw_decode_sink(hw_decoder *d);
/* The end: checks references, adds to the profile. */
hw_status hw_decode_finish(hw_decoder *d, hw_error *err);
void hw_decode_free(hw_decoder *d);

#endif
