/* join/narrow - of the claims that can own a site's bytes, those that fit what is known of them.
 *
 * The machine code shows the type; without it the sizes do, where a claim's text names one.
 */
#ifndef HW_JOIN_NARROW_H
#define HW_JOIN_NARROW_H

#include "join/join.h"

/* Leaves out what does not fit, and marks what names it. */
HW_MEM hw_join_narrow(const hw_join_input *in, hw_joined *joined);

#endif
