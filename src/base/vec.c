#include "base/vec.h"

#include <string.h>

#include "base/mem.h"

/* The field has some object pointer type; all of them share one representation on every platform
 * that this builds for, and memcpy keeps the access legal. */
bool hw_vec_grow(void *at_field, size_t *cap, size_t len, size_t extra, size_t elem)
{
    size_t need, next;
    if (!hw_add_size(len, extra, &need))
        return false;
    if (!hw_add_size(*cap, *cap / 2 + 8, &next))
        return false;
    if (next < need)
        next = need;
    void *old;
    memcpy(&old, at_field, sizeof old);
    void *p = hw_mem_resize(old, next, elem);
    if (!p)
        return false;
    memcpy(at_field, &p, sizeof p);
    *cap = next;
    return true;
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
