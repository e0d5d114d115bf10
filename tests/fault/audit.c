/* Every allocation of a whole audit and its reports fails once: HW_NOMEM each time, nothing leaks.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "fault/failing_malloc.h"
#include "fault/tally.h"
#include "heapwitness/heapwitness.h"

#define CASE HW_DATA "/corpus/recorded/1.26.8/inline/"

static hw_status audit(tally *written, hw_error *err)
{
    hw_sink to = {tally_take, written};
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

static void audit_all(const void *ctx)
{
    hw_error err = {0};
    tally written = {0};
    (void)ctx;
    hw_failing_start();
    hw_status status = audit(&written, &err);
    bool failed = hw_failing_stop();
    if (status != (failed ? HW_NOMEM : HW_OK))
        fail_msg("status %d, %s", (int)status, err.message);
    assert_int_equal(err.status, status);
    assert_true(failed ? err.message[0] != '\0' : written.n > 1000);
}

static void test_every_allocation(void **state)
{
    (void)state;
    hw_fail_each(audit_all, NULL, 100);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_every_allocation)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
