/* Every allocation of a whole audit and its reports fails once: HW_NOMEM each time, nothing leaks. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#include "fault/failing_malloc.h"
#include "heapwitness/heapwitness.h"

#define CASE HW_DATA "/corpus/recorded/1.26.8/inline/"

static hw_status count(void *ctx, const void *data, size_t n, hw_error *err)
{
    (void)data;
    (void)err;
    *(size_t *)ctx += n;
    return HW_OK;
}

static hw_status audit(size_t *written, hw_error *err)
{
    hw_sink to = {count, written};
    hw_session *s = NULL;
    hw_status status = hw_session_new(NULL, &s, err);
    if (status == HW_OK)
        status = hw_add_profile(s, CASE "heap.pb.gz", err);
    if (status == HW_OK)
        status = hw_add_claims(s, CASE "escape.m2.log.gz", err);
    if (status == HW_OK)
        status = hw_analyse(s, err);
    if (status == HW_OK)
        status = hw_report_write(s, "json", &to, err);
    if (status == HW_OK)
        status = hw_report_write(s, "text", &to, err);
    if (status == HW_OK)
        status = hw_claims_write(s, "json", &to, err);
    hw_session_free(s);
    return status;
}

static void test_every_allocation(void **state)
{
    size_t n = 1, whole = 0;
    (void)state;
    for (;; n++) {
        hw_error err = {0};
        size_t written = 0;
        hw_failing_malloc(n);
        hw_status status = audit(&written, &err);
        bool failed = hw_failing_malloc_off();
        if (!failed) {
            assert_int_equal(status, HW_OK);
            whole = written;
            break;
        }
        if (status != HW_NOMEM)
            fail_msg("allocation %zu failed: status %d, %s", n, (int)status, err.message);
        assert_int_equal(err.status, HW_NOMEM);
        assert_true(err.message[0]);
    }
    printf("%zu allocations, each failed once\n", n - 1);
    assert_true(n > 100);
    assert_true(whole > 1000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_every_allocation)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
