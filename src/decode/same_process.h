/* decode/same_process - profiles that one process wrote, given together.
 *
 * The later one counts what the earlier one counts once more, and holds what that holds and was not
 * freed since. So the newest alone is used.
 */
#ifndef HW_DECODE_SAME_PROCESS_H
#define HW_DECODE_SAME_PROCESS_H

#include "decode/process_look.h"
#include "heapwitness/types.h"

/* Finds the inputs in whose place a newer one of their process is used, or which are the same
 * profile once more, and says so in a note. With `merge` they are added up all the same. */
hw_status hw_same_process_find(hw_profile *profile, bool merge, hw_error *err);
/* Takes the samples of these inputs out. Best after the text forms were paired with them. */
void hw_same_process_leave_out(hw_profile *profile);

/* The note for looks[i] that have another newest[i]; none: no note. */
HW_MEM hw_same_process_note(hw_notes *notes, hw_strings *strings, const hw_look *looks,
                            const uint32_t *newest, uint32_t n, bool merge);

#endif
