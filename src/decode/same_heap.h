/* decode/same_heap - a profile and its text form, given together.
 *
 * The text says what happened inside the runtime. Its values are those of the profile once more and
 * are left out.
 */
#ifndef HW_DECODE_SAME_HEAP_H
#define HW_DECODE_SAME_HEAP_H

#include "heapwitness/types.h"
#include "model/profile.h"

/* Finds texts (debug=1) that are of the same process as another input of the profile, taken right
 * before it or after it: their inner calls go to the other's samples, and their values are left
 * out. All others add up. Best after the inner calls were named. */
hw_status hw_decode_same_heap(hw_profile *profile, hw_error *err);

#endif
