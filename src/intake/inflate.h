/* intake/inflate - gzip by its magic, streamed.
 *
 * Several members follow each other as gzip(1) reads them: their contents are joined. Zero bytes
 * behind the last member are padding (of tapes and block devices) and ignored, as gzip(1) does;
 * anything else there is refused, which gzip(1) only warns about: a profile with a tail is not the
 * file that the service wrote.
 */
#ifndef HW_INTAKE_INFLATE_H
#define HW_INTAKE_INFLATE_H

#include <stdint.h>

#include "base/str.h"
#include "heapwitness/types.h"

/* Inflates what is written into it when it starts with gzip's magic, and passes all else on.
 * `input` names it in errors; `max` bounds the output (option --max-`max_name`). */
typedef struct hw_inflate hw_inflate;
hw_status hw_inflate_new(hw_str input, uint64_t max, const char *max_name, uint64_t ratio,
                         const hw_byte_sink *to, hw_inflate **ret, hw_error *err);
hw_byte_sink hw_inflate_sink(hw_inflate *z);
/* The end of the input: an empty or cut stream is an error here. */
hw_status hw_inflate_finish(hw_inflate *z, hw_error *err);
void hw_inflate_free(hw_inflate *z);

#endif
