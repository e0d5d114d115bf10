/* fault/failing_malloc - makes the Nth allocation fail.
 *
 * Link with failing_malloc.c and HW_FAILING_MALLOC (fault/aa_functions.cmake: hw_fault_test does
 * both). Only calls from the program's own objects are counted, not those inside shared libraries.
 * For one thread.
 */
#ifndef HW_FAULT_FAILING_MALLOC_H
#define HW_FAULT_FAILING_MALLOC_H

#include <stdbool.h>
#include <stddef.h>

/* Calls `round` for N = 1, 2, 3 … until nothing fails any more, first with the Nth allocation
 * failing and then with all from the Nth on. A round prepares, starts, runs its subject, stops, and
 * where something failed asserts that the subject said so and left nothing behind. Fewer than
 * `at_least` allocations fail the test. */
void hw_fail_each(void (*round)(const void *ctx), const void *ctx, size_t at_least);
void hw_failing_start(void);
/* Allocations succeed again. Whether any failed. */
bool hw_failing_stop(void);

#endif
