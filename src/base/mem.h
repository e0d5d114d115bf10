/* base/mem - every byte that heapwitness asks of the system passes here.
 *
 * Sizes are checked for overflow; a failure returns NULL and leaves what was there untouched.
 * The fault tests replace malloc, realloc and calloc under this file at link time.
 */
#ifndef HW_BASE_MEM_H
#define HW_BASE_MEM_H

#include <stdbool.h>
#include <stddef.h>

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
