/* machine/call_near - one call, by the code just before it.
 *
 * Decoding takes most of the time that a question costs. The compiler sets the arguments of a call
 * just before it; where that is enough, the rest of the function is not read.
 */
#ifndef HW_MACHINE_CALL_NEAR_H
#define HW_MACHINE_CALL_NEAR_H

#include "machine/call_arguments.h"

enum { HW_NEAR_MAX = 1 << 16 /* bytes of a function that is not read whole for one call */ };

/* The call that ends `end` bytes behind the entry of a function. *found false: the code near it
 * does not answer everything. */
hw_status hw_call_near(hw_call_reader *c, const hw_image_function *f, uint32_t end,
                       hw_found_call *ret, bool *found, hw_error *err);

#endif
