/* base/out - buffered output into a sink. Errors stick: after the first one nothing more is
 * written. */
#ifndef HW_BASE_OUT_H
#define HW_BASE_OUT_H

#include "heapwitness/types.h"

enum { HW_OUT_BUFFER = 16384 };

typedef struct hw_out {
    hw_byte_sink to;
    hw_error *err; /* may be NULL */
    hw_status status;
    size_t n;
    char buf[HW_OUT_BUFFER];
} hw_out;

void hw_out_init(hw_out *o, const hw_byte_sink *to, hw_error *err);
void hw_out_put(hw_out *o, const char *p, size_t n);
/* Hands on what is held; the status so far. */
hw_status hw_out_flush(hw_out *o);

#endif
