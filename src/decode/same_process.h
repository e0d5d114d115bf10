/* decode/same_process - several profiles that one process wrote.
 *
 * A heap profile is a state: what a process holds, and all that it allocated since it started. Two
 * of one process added up count everything twice, and are no two samples of anything.
 */
#ifndef HW_DECODE_SAME_PROCESS_H
#define HW_DECODE_SAME_PROCESS_H

#include "heapwitness/types.h"
#include "model/profile.h"

/* Of inputs that are the same file twice, or of the same build and, by their counters, of the same
 * process, the newest is left. Differences add up. The profile notes what was left out. Behind
 * hw_decode_same_heap. */
hw_status hw_decode_same_process(hw_profile *profile, hw_error *err);

#endif
