/* base/pool - a few threads for one piece of work, gone when it is done.
 *
 * Tasks are started in ascending order, each by whichever thread is free; the caller is one of the
 * threads and returns when all tasks are done. If a thread cannot be created, the others do its
 * work. The threads block all signals, so that handlers run where they would run without them.
 */
#ifndef HW_BASE_POOL_H
#define HW_BASE_POOL_H

#include <stddef.h>

/* CPUs that this process may run on, at least 1. */
unsigned hw_cpus(void);

/* Runs task(ctx, 0) … task(ctx, count - 1) on up to `threads` threads (0: hw_cpus()); with one, no
 * thread is created. */
void hw_pool_run(unsigned threads, size_t count, void (*task)(void *ctx, size_t i), void *ctx);

#endif
