#include "base/mem.h"

#include <stdint.h>
#include <stdlib.h>

bool hw_mul_size(size_t a, size_t b, size_t *ret)
{
    if (b != 0 && a > SIZE_MAX / b)
        return false;
    *ret = a * b;
    return true;
}

bool hw_add_size(size_t a, size_t b, size_t *ret)
{
    if (a > SIZE_MAX - b)
        return false;
    *ret = a + b;
    return true;
}

void *hw_mem_alloc(size_t count, size_t size)
{
    size_t bytes;
    if (!hw_mul_size(count, size, &bytes) || bytes > PTRDIFF_MAX)
        return NULL;
    return malloc(bytes ? bytes : 1);
}

void *hw_mem_zero(size_t count, size_t size)
{
    return calloc(count ? count : 1, size ? size : 1);
}

void *hw_mem_resize(void *old, size_t count, size_t size)
{
    size_t bytes;
    if (!hw_mul_size(count, size, &bytes) || bytes > PTRDIFF_MAX)
        return NULL;
    return realloc(old, bytes ? bytes : 1);
}

void hw_mem_free(void *ptr)
{
    free(ptr);
}
