/* base/mem - every byte that heapwitness asks of the system passes here.
 *
 * Sizes are checked for overflow; a failure returns NULL and leaves what was there untouched.
 * The fault tests replace malloc, realloc and calloc under this file at link time.
 */
#ifndef HW_BASE_MEM_H
#define HW_BASE_MEM_H

#include <stdbool.h>
#include <stddef.h>

/* The result of a function that can fail only for want of memory. bool is left to answers. `!`
 * works as with a bool. */
typedef enum hw_mem { HW_MEM_OUT = 0, HW_MEM_OK = 1 } hw_mem;
/* The return type of such a function: nobody may ignore it. */
#define HW_MEM __attribute__((warn_unused_result)) hw_mem

/* Turns an expression over such functions into their result. */
static inline HW_MEM hw_mem_of(bool ok)
{
    return ok ? HW_MEM_OK : HW_MEM_OUT;
}

/* count * size bytes, not cleared. NULL when out of memory or when the product overflows. */
void *hw_mem_alloc(size_t count, size_t size);
/* The same, cleared. */
void *hw_mem_zero(size_t count, size_t size);
/* Grows or shrinks; `old` stays valid when NULL is returned. */
void *hw_mem_resize(void *old, size_t count, size_t size);
void hw_mem_free(void *ptr);

/* false when a * b or a + b does not fit. */
bool hw_mul_size(size_t a, size_t b, size_t *ret);
bool hw_add_size(size_t a, size_t b, size_t *ret);

#endif
