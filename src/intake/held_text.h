/* intake/held_text - a whole text: mapped, or held in memory. */
#ifndef HW_INTAKE_HELD_TEXT_H
#define HW_INTAKE_HELD_TEXT_H

#include "base/buf.h"

/* A file that is truncated while it is mapped: intake/mapped. */
typedef struct hw_text {
    hw_str bytes;
    hw_str name; /* for messages; whoever keeps the text sets it */
    void *map;   /* what to give back; not for the caller */
    size_t map_size;
    unsigned note; /* of intake/mapped */
    hw_buf held;
    uint64_t files, skipped; /* of a directory: those in `bytes`; those that are no records */
} hw_text;

/* Whether its file was cut while it was in use: then what was made of it is worth nothing. */
bool hw_text_shrank(const hw_text *t);

/* On up to `threads` threads (0: one for each CPU). */
void hw_text_free(hw_text *t, unsigned threads);

#endif
