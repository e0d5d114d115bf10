#include "fault/failing_malloc.h"

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

void hw_failing_malloc(size_t n)
{
    plan.on = true;
    plan.sticky = plan.failed = false;
    plan.at = n;
    plan.count = 0;
}

void hw_failing_malloc_from(size_t n)
{
    hw_failing_malloc(n);
    plan.sticky = true;
}

bool hw_failing_malloc_off(void)
{
    plan.on = false;
    return plan.failed;
}

size_t hw_failing_malloc_count(void)
{
    return plan.count;
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
