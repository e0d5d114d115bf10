/* Every allocation of writing a report fails once: HW_NOMEM and nothing left behind, or the same
 * bytes as ever. */
#include <string.h>

#include "unit/report_sink.h"

#include "fault/failing_malloc.h"
#include "fault/tally.h"
#include "session/formats.h"
#include "unit/report_fixture.h"

typedef struct writing {
    const hw_audit *audit;
    const hw_audit_writer *writer;
    hw_report_options options;
} writing;

static void write_report(const void *ctx)
{
    const writing *w = ctx;
    tally all = {0}, got = {0};
    hw_error err;
    assert_int_equal(
        w->writer->write(w->audit, &w->options, &(hw_byte_sink){tally_take, &all}, &err), HW_OK);
    hw_failing_start();
    hw_status s = w->writer->write(w->audit, &w->options, &(hw_byte_sink){tally_take, &got}, &err);
    bool failed = hw_failing_stop();
    assert_int_equal(s, failed ? HW_NOMEM : HW_OK);
    if (failed)
        assert_string_equal(err.message, "out of memory");
    else
        assert_memory_equal(&got, &all, sizeof got);
}

static void test_writers(void **state)
{
    (void)state;
    fixture f;
    fixture_make(&f);
    for (const hw_audit_writer *const *w = hw_audit_writers; *w; w++) {
        hw_fail_each(write_report, &(writing){&f.audit, *w, {.all = true}}, 1);
        hw_fail_each(write_report, &(writing){&f.audit, *w, {.width = 60, .colour = true}}, 1);
    }
    fixture_free(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_writers)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
