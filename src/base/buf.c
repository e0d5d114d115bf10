#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"

static hw_status grow(hw_buf *b, size_t n)
{
    size_t need, next;
    if (!hw_add_size(b->n, n, &need))
        return HW_NOMEM;
    if (b->max && need > b->max)
        return HW_LIMIT;
    if (!hw_add_size(b->cap, b->cap / 2 + 64, &next))
        return HW_NOMEM;
    if (next < need)
        next = need;
    char *p = hw_mem_resize(b->p, next, 1);
    if (!p)
        return HW_NOMEM;
    b->p = p;
    b->cap = next;
    return HW_OK;
}

hw_status hw_buf_room(hw_buf *b, size_t n)
{
    bool there = n <= b->cap - b->n && (b->max == 0 || b->n + n <= b->max); /* mostly */
    return there ? HW_OK : grow(b, n);
}

hw_status hw_buf_add(hw_buf *b, const void *data, size_t n)
{
    hw_status s = hw_buf_room(b, n);
    if (s != HW_OK || n == 0)
        return s;
    memcpy(b->p + b->n, data, n);
    b->n += n;
    return HW_OK;
}

hw_status hw_buf_str(hw_buf *b, hw_str s)
{
    return hw_buf_add(b, s.p, s.n);
}

hw_status hw_buf_printf(hw_buf *b, const char *fmt, ...)
{
    va_list ap;
    char small[256];
    va_start(ap, fmt);
    int n = vsnprintf(small, sizeof small, fmt, ap);
    va_end(ap);
    if (n < 0)
        return HW_FORMAT;
    if ((size_t)n < sizeof small)
        return hw_buf_add(b, small, (size_t)n);
    hw_status s = hw_buf_room(b, (size_t)n + 1);
    if (s != HW_OK)
        return s;
    va_start(ap, fmt);
    vsnprintf(b->p + b->n, (size_t)n + 1, fmt, ap);
    va_end(ap);
    b->n += (size_t)n;
    return HW_OK;
}

hw_str hw_buf_view(const hw_buf *b)
{
    return (hw_str){b->p, b->n};
}

const char *hw_buf_cstr(hw_buf *b)
{
    if (hw_buf_room(b, 1) != HW_OK)
        return NULL;
    b->p[b->n] = '\0';
    return b->p;
}

void hw_buf_clear(hw_buf *b)
{
    b->n = 0;
}

void hw_buf_free(hw_buf *b)
{
    hw_mem_free(b->p);
    *b = (hw_buf){.max = b->max};
}
