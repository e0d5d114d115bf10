/* decode/finish - a profile on its way from the decoder to the model. Private to the room.
 */
#ifndef HW_DECODE_FINISH_H
#define HW_DECODE_FINISH_H

#include "decode/decoder.h"

typedef struct hw_finish {
    hw_decoder *d;
    hw_strings *strings;
    uint32_t *sid; /* of each string index; HW_NONE where nothing refers to it */
    hw_sid bytes;  /* "bytes" */
    int columns[HW_VALUES];
    unsigned present;
    bool delta, stored;
    int64_t period; /* 0 unknown */
    bool lost_rate; /* a period of 1 that nothing proves */
    hw_values totals;
    uint64_t unsized, stackless;
    hw_index index; /* of samples by stack and size, where they have to be folded again */
    size_t done;    /* samples completed */
    hw_notes notes;
    hw_profile_input input;
} hw_finish;

/* Of a string index; `ctx` is a hw_finish whose strings are interned. */
static inline hw_str hw_finish_text(const void *ctx, uint32_t index)
{
    const hw_finish *f = ctx;
    return hw_strings_get(f->strings, f->sid[index]);
}

#endif
