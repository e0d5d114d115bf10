#include "fault/failing_malloc.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *old, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *old, size_t size);

static struct {
    bool on, sticky, failed;
    size_t at, count;
} plan;

void hw_fail_each(void (*round)(const void *ctx), const void *ctx, size_t at_least)
{
    for (int sticky = 0; sticky < 2; sticky++) {
        size_t n = 0;
        do {
            plan.sticky = sticky;
            plan.at = ++n;
            plan.failed = false;
            round(ctx);
        } while (plan.failed);
        if (n <= at_least)
            fail_msg("only %zu allocations", n - 1);
    }
}

void hw_failing_start(void)
{
    plan.on = true;
    plan.count = 0;
}

bool hw_failing_stop(void)
{
    plan.on = false;
    return plan.failed;
}

static bool fails(void)
{
    if (!plan.on)
        return false;
    plan.count++;
    bool now = plan.count == plan.at || (plan.sticky && plan.count > plan.at);
    plan.failed |= now;
    return now;
}

void *__wrap_malloc(size_t size)
{
    return fails() ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size)
{
    return fails() ? NULL : __real_calloc(count, size);
}

void *__wrap_realloc(void *old, size_t size)
{
    return fails() ? NULL : __real_realloc(old, size);
}
