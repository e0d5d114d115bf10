/* Every allocation of writing a report fails once: HW_NOMEM and nothing left behind, or the same
 * bytes as ever. */
#include <string.h>

#include "unit/report_sink.h"

#include "fault/failing_malloc.h"
#include "report/report.h"
#include "unit/report_fixture.h"

/* Takes what comes without asking for memory itself. */
typedef struct tally {
    size_t n;
    uint64_t sum;
} tally;

static hw_status count(void *ctx, const void *data, size_t n, hw_error *err)
{
    tally *t = ctx;
    const unsigned char *p = data;
    (void)err;
    t->n += n;
    for (size_t i = 0; i < n; i++)
        t->sum = t->sum * 31 + p[i];
    return HW_OK;
}

static void fail_each(const hw_audit *audit, const hw_audit_writer *w, const hw_report_options *o)
{
    tally all = {0};
    hw_error err;
    hw_sink to = {count, &all};
    assert_int_equal(w->write(audit, o, &to, &err), HW_OK);
    for (size_t n = 1;; n++) {
        tally got = {0};
        to.ctx = &got;
        hw_failing_malloc(n);
        hw_status s = w->write(audit, o, &to, &err);
        bool failed = hw_failing_malloc_off();
        assert_int_equal(s, failed ? HW_NOMEM : HW_OK);
        if (failed)
            assert_string_equal(err.message, "out of memory");
        if (failed)
            continue;
        assert_int_equal(got.n, all.n);
        assert_int_equal(got.sum, all.sum);
        break;
    }
}

static void test_writers(void **state)
{
    (void)state;
    fixture f;
    fixture_make(&f);
    for (const hw_audit_writer *const *w = hw_audit_writers; *w; w++) {
        fail_each(&f.audit, *w, &(hw_report_options){.all = true});
        fail_each(&f.audit, *w, &(hw_report_options){.width = 60, .colour = true});
    }
    fixture_free(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_writers)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
