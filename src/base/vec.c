#include "base/vec.h"

#include <string.h>

#include "base/mem.h"

/* The field has some object pointer type; all of them share one representation on every platform
 * that this builds for, and memcpy keeps the access legal. */
HW_MEM hw_vec_grow(void *at_field, size_t *cap, size_t len, size_t extra, size_t elem)
{
    size_t need, next;
    if (!hw_add_size(len, extra, &need))
        return HW_MEM_OUT;
    if (!hw_add_size(*cap, *cap / 2 + 8, &next))
        return HW_MEM_OUT;
    if (next < need)
        next = need;
    void *old;
    memcpy(&old, at_field, sizeof old);
    void *p = hw_mem_resize(old, next, elem);
    if (!p)
        return HW_MEM_OUT;
    memcpy(at_field, &p, sizeof p);
    *cap = next;
    return HW_MEM_OK;
}

void hw_vec_drop(void *at_field)
{
    void *old;
    memcpy(&old, at_field, sizeof old);
    hw_mem_free(old);
    old = NULL;
    memcpy(at_field, &old, sizeof old);
}

void hw_vec_copy(void *to, const void *from, size_t n, size_t elem)
{
    if (n)
        memcpy(to, from, n * elem);
}

void hw_vec_zero(void *at, size_t n, size_t elem)
{
    memset(at, 0, n * elem);
}
