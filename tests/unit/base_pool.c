/* The pool: every task once, whatever the number of threads, also where none can be had. */
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdint.h>
#include <sys/resource.h>

#include <cmocka.h>

#include "base/pool.h"

/* gcc says so with macros, clang with features. */
#ifndef __has_feature
#define __has_feature(x) 0
#endif
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__) ||                               \
    __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define SANITIZED 1
#else
#define SANITIZED 0
#endif

enum { TASKS = 1000 };

typedef struct seen {
    atomic_uint times[TASKS];
    atomic_uint elsewhere; /* tasks that another thread ran */
    pthread_t caller;
} seen;

static void note(void *ctx, size_t i)
{
    seen *s = ctx;
    atomic_fetch_add(&s->times[i], 1);
    if (!pthread_equal(pthread_self(), s->caller))
        atomic_fetch_add(&s->elsewhere, 1);
}

static void every_task_once(void **state)
{
    (void)state;
    static const unsigned threads[] = {0, 1, 2, 3, 7, 64, 100000};
    static const size_t counts[] = {0, 1, 2, TASKS};
    for (size_t t = 0; t < sizeof threads / sizeof *threads; t++)
        for (size_t c = 0; c < sizeof counts / sizeof *counts; c++) {
            seen s = {.caller = pthread_self()};
            hw_pool_run(threads[t], counts[c], note, &s);
            for (size_t i = 0; i < TASKS; i++)
                assert_int_equal(atomic_load(&s.times[i]), i < counts[c]);
            if (threads[t] == 1 || counts[c] < 2)
                assert_int_equal(atomic_load(&s.elsewhere), 0);
        }
}

/* Two tasks that wait for each other end only when they run at the same time. */
static void meet(void *ctx, size_t i)
{
    atomic_uint *here = ctx;
    (void)i;
    atomic_fetch_add(here, 1);
    while (atomic_load(here) < 2)
        ;
}

static void at_the_same_time(void **state)
{
    atomic_uint here = 0;
    (void)state;
    hw_pool_run(2, 2, meet, &here);
    assert_int_equal(atomic_load(&here), 2);
}

/* No address space for a stack: pthread_create fails, the caller does it all. */
static void without_threads(void **state)
{
    (void)state;
#if !SANITIZED
    struct rlimit before, none;
    seen s = {.caller = pthread_self()};
    assert_int_equal(getrlimit(RLIMIT_AS, &before), 0);
    none = before;
    none.rlim_cur = 1;
    assert_int_equal(setrlimit(RLIMIT_AS, &none), 0);
    hw_pool_run(4, TASKS, note, &s);
    assert_int_equal(setrlimit(RLIMIT_AS, &before), 0);
    for (size_t i = 0; i < TASKS; i++)
        assert_int_equal(atomic_load(&s.times[i]), 1);
    assert_int_equal(atomic_load(&s.elsewhere), 0);
#else
    skip();
#endif
}

static void has_a_cpu(void **state)
{
    (void)state;
    assert_true(hw_cpus() >= 1);
}

int main(void)
{
    /* without_threads first: glibc keeps the stacks of threads that ended */
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_threads),
        cmocka_unit_test(every_task_once),
        cmocka_unit_test(at_the_same_time),
        cmocka_unit_test(has_a_cpu),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
