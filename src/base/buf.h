/* base/buf - a byte buffer that grows up to a ceiling. No buffer of the project is without one. */
#ifndef HW_BASE_BUF_H
#define HW_BASE_BUF_H

#include "base/str.h"
#include "heapwitness/types.h"

typedef struct hw_buf {
    char *p;
    size_t n, cap;
    size_t max; /* 0: no ceiling but the address space */
} hw_buf;

/* HW_OK, HW_NOMEM or HW_LIMIT; nothing is appended unless HW_OK. `err` is not filled. */
hw_status hw_buf_add(hw_buf *b, const void *data, size_t n);
hw_status hw_buf_room(hw_buf *b, size_t n); /* for n more bytes */
hw_status hw_buf_str(hw_buf *b, hw_str s);
hw_status hw_buf_printf(hw_buf *b, const char *fmt, ...) HW_PRINTF(2, 3);
hw_str hw_buf_view(const hw_buf *b);
/* The bytes as a string, the NUL behind them not counted, until the next change. NULL when out of
 * memory. */
const char *hw_buf_cstr(hw_buf *b);
void hw_buf_clear(hw_buf *b); /* keeps the memory */
void hw_buf_free(hw_buf *b);

#endif
