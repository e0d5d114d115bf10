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

#define RECORDED HW_DATA "/corpus/recorded/1.26.8/"

typedef struct inputs {
    const char *profile, *claims, *binary; /* binary: or NULL */
} inputs;

static hw_status audit(const inputs *in, tally *written, hw_error *err)
{
    hw_byte_sink to = {tally_take, written};
    hw_session *s = NULL;
    hw_status status = hw_session_new(NULL, &s, err);
    if (status == HW_OK)
        status = hw_add_profile(s, in->profile, err);
    if (status == HW_OK)
        status = hw_add_claims(s, in->claims, err);
    if (status == HW_OK && in->binary)
        status = hw_add_binary(s, in->binary, err);
    if (status == HW_OK)
        status = hw_analyse(s, err);
    if (status == HW_OK)
        status = hw_report_write(s, "json", &to, err);
    if (status == HW_OK)
        status = hw_report_write(s, "text", &to, err);
    if (status == HW_OK)
        status = hw_claims_write(s, "json", &to, err);
    if (status == HW_OK) {
        hw_claim_info claim = {.size = sizeof claim};
        status = hw_claim_get(s, 0, &claim, err);
    }
    hw_session_free(s);
    return status;
}

static void audit_all(const void *ctx)
{
    hw_error err = {0};
    tally written = {0};
    hw_failing_start();
    hw_status status = audit(ctx, &written, &err);
    bool failed = hw_failing_stop();
    if (status != (failed ? HW_NOMEM : HW_OK))
        fail_msg("status %d, %s", (int)status, err.message);
    assert_int_equal(err.status, status);
    assert_true(failed ? err.message[0] != '\0' : written.n > 1000);
}

static void test_every_allocation(void **state)
{
    (void)state;
    static const inputs plain = {RECORDED "inline/heap.pb.gz", RECORDED "inline/escape.m2.log.gz",
                                 NULL};
    static const inputs with_program = {RECORDED "moved/heap.pb.gz",
                                        RECORDED "moved/escape.m2.log.gz",
                                        HW_BINARIES "/1.26.8/moved"};
    hw_fail_each(audit_all, &plain, 100);
    hw_fail_each(audit_all, &with_program, 100);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_every_allocation)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
