/* intake/held_text - a whole text: mapped, or held in memory. */
#ifndef HW_INTAKE_HELD_TEXT_H
#define HW_INTAKE_HELD_TEXT_H

#include "base/buf.h"

/* While a mapped file is in use nobody may truncate it: reading behind its new end is SIGBUS, as
 * with any mapped file. (A compiler's log is written once; give a growing one through a pipe.) */
typedef struct hw_text {
    hw_str bytes;
    void *map; /* what to give back; not for the caller */
    size_t map_size;
    hw_buf held;
    uint64_t files, skipped; /* of a directory: those in `bytes`; those that are no records */
} hw_text;

/* On up to `threads` threads (0: one for each CPU). */
void hw_text_free(hw_text *t, unsigned threads);

#endif
