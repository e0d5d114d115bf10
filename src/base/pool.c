#define _GNU_SOURCE /* sched_getaffinity, CPU_COUNT */
#include "base/pool.h"

#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <unistd.h>

enum { THREADS_MAX = 256 };

typedef struct work {
    void (*task)(void *ctx, size_t i);
    void *ctx;
    size_t count;
    atomic_size_t next;
} work;

unsigned hw_cpus(void)
{
    cpu_set_t set;
    if (sched_getaffinity(0, sizeof set, &set) == 0 && CPU_COUNT(&set) > 0)
        return (unsigned)CPU_COUNT(&set);
    long n = sysconf(_SC_NPROCESSORS_ONLN); /* more than a cpu_set_t can name */
    return n > 0 ? (unsigned)n : 1;
}

static void *drain(void *ctx)
{
    work *w = ctx;
    for (size_t i; (i = atomic_fetch_add(&w->next, 1)) < w->count;)
        w->task(w->ctx, i);
    return NULL;
}

void hw_pool_run(unsigned threads, size_t count, void (*task)(void *ctx, size_t i), void *ctx)
{
    work w = {.task = task, .ctx = ctx, .count = count};
    pthread_t ids[THREADS_MAX];
    size_t helpers = threads ? threads : hw_cpus(), started = 0;
    sigset_t all, before;
    if (helpers > count)
        helpers = count;
    if (helpers > THREADS_MAX)
        helpers = THREADS_MAX;
    if (helpers > 1) {
        sigfillset(&all);
        pthread_sigmask(SIG_SETMASK, &all, &before);
        while (started < helpers - 1 && pthread_create(&ids[started], NULL, drain, &w) == 0)
            started++;
        pthread_sigmask(SIG_SETMASK, &before, NULL);
    }
    drain(&w);
    while (started > 0)
        pthread_join(ids[--started], NULL);
}
