/* fault/failing_malloc - makes the Nth allocation fail.
 *
 * Link with failing_malloc.c and HW_FAILING_MALLOC (fault/aa_functions.cmake: hw_fault_test does
 * both). Only calls from the program's own objects are counted, not those inside shared libraries.
 * For one thread. A test runs its subject for N = 1, 2, 3 … until nothing failed any more:
 *
 *     for (size_t n = 1;; n++) {
 *         hw_failing_malloc(n);
 *         … the subject …
 *         if (!hw_failing_malloc_off())
 *             break;              // it succeeded, without a failure
 *         … it must have said HW_NOMEM and left nothing behind …
 *     }
 */
#ifndef HW_FAULT_FAILING_MALLOC_H
#define HW_FAULT_FAILING_MALLOC_H

#include <stdbool.h>
#include <stddef.h>

/* From now on the Nth allocation (1: the next one) fails, and the ones after it succeed again. */
void hw_failing_malloc(size_t n);
/* The Nth and all after it fail. */
void hw_failing_malloc_from(size_t n);
/* All succeed again. Whether any failed. */
bool hw_failing_malloc_off(void);
/* Allocations since it was switched on. */
size_t hw_failing_malloc_count(void);

#endif
