/* Every allocation of reading machine code fails once: HW_NOMEM, and the reader goes on. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "executable/program.h"
#include "fault/failing_malloc.h"
#include "machine/call.h"

static const char program[] = HW_BINARIES "/other/amd64-1.22-pie";

typedef struct found {
    uint32_t function;
    uint64_t pc;
} found;

static hw_status first_typed(void *ctx, const hw_image_function *f, const hw_call *call,
                             hw_error *err)
{
    found *at = ctx;
    (void)err;
    if (at->pc || !hw_str_eq(f->name, HW_STR("main.outer")) || call->untyped != HW_UNTYPED_NONE)
        return HW_OK;
    *at = (found){f->index, call->pc};
    return HW_OK;
}

static hw_status nothing(void *ctx, const hw_image_function *f, const hw_call *call, hw_error *err)
{
    (void)f, (void)call, (void)err;
    ++*(unsigned *)ctx;
    return HW_OK;
}

static found find(void)
{
    hw_image *image;
    hw_calls *calls;
    hw_error err;
    found at = {0};
    bool whole;
    assert_int_equal(hw_image_open(program, NULL, &image, &err), HW_OK);
    assert_int_equal(hw_calls_open(image, 22, &calls, &err), HW_OK);
    for (uint32_t i = 0; i < hw_image_functions(image); i++)
        assert_int_equal(hw_calls_of(calls, i, first_typed, &at, &whole, &err), HW_OK);
    assert_true(at.pc);
    hw_calls_close(calls);
    hw_image_close(image);
    return at;
}

static hw_status ask(hw_calls *calls, const found *at, hw_call *call, unsigned *n)
{
    hw_error err;
    bool whole;
    hw_status status = hw_call_at(calls, at->pc, call, &err);
    return status == HW_OK ? hw_calls_of(calls, at->function, nothing, n, &whole, &err) : status;
}

static void ask_once(const void *ctx)
{
    const found *at = ctx;
    hw_image *image;
    hw_calls *calls = NULL;
    hw_call call;
    hw_error err;
    unsigned n = 0;
    assert_int_equal(hw_image_open(program, NULL, &image, &err), HW_OK);
    hw_failing_start();
    hw_status status = hw_calls_open(image, 22, &calls, &err);
    if (status == HW_OK)
        status = ask(calls, at, &call, &n);
    bool failed = hw_failing_stop();
    assert_int_equal(status, failed ? HW_NOMEM : HW_OK);
    if (!calls)
        assert_int_equal(hw_calls_open(image, 22, &calls, &err), HW_OK);
    n = 0;
    assert_int_equal(ask(calls, at, &call, &n), HW_OK); /* as if nothing had been */
    assert_int_equal(call.untyped, HW_UNTYPED_NONE);
    assert_true(hw_str_eq(call.type.name, HW_STR("int")));
    assert_true(n > 2);
    hw_calls_close(calls);
    hw_image_close(image);
}

static void asking(void **state)
{
    (void)state;
    found at = find(); /* libcapstone is loaded now */
    hw_fail_each(ask_once, &at, 8);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(asking)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
