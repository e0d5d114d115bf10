/* The summary of a log, as text and as JSON. */
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "claims/summary.h"
#include "diag_text.h"
#include "report/not_understood.h"
#include "session/formats.h"

typedef struct taken {
    char text[32768];
    size_t n;
} taken;

static hw_status take(void *ctx, const void *data, size_t n, hw_error *err)
{
    taken *t = ctx;
    (void)err;
    assert_true(t->n + n < sizeof t->text);
    memcpy(t->text + t->n, data, n);
    t->n += n;
    t->text[t->n] = '\0';
    return HW_OK;
}

static const char *const logs[] = {"./early.go:1:2: x escapes to heap\n"
                                   "# example.com/p\n"
                                   "a.go:1:6: can inline F with cost 2 as: func() { G() }\n"
                                   "a.go:1:9: inlining call to G\n"
                                   "a.go:2:9: leaking param: p\n"
                                   "a.go:3:9: &T{...} escapes to heap in F:\n"
                                   "a.go:3:9:   flow: {heap} \xe2\x86\x90 &{storage for &T{...}}:\n"
                                   "a.go:3:9:     from &T{...} (spill) at a.go:3:9\n"
                                   "a.go:3:9: &T{...} escapes to heap\n"
                                   "a.go:4:9: moved to heap: y\n"
                                   "# example.com/q\n"
                                   "b.go:5:9: make([]int, n) does not escape\n"
                                   "what \a]0;is this\n"};

static void write_with(const char *name, bool all, taken *t)
{
    test_log l;
    hw_error err;
    hw_report_options o = {.width = 80, .all = all};
    const hw_claims_writer *w = hw_claims_writer_named(name);
    assert_non_null(w);
    test_log_read(&l, logs, 1);
    t->n = 0;
    hw_summary summary;
    assert_int_equal(hw_summary_make(&l.claims, NULL, &summary, &err), HW_OK);
    assert_int_equal(w->write(&summary, &o, &(hw_byte_sink){take, t}, &err), HW_OK);
    hw_summary_free(&summary);
    test_log_free(&l);
}

static size_t count(const char *text, const char *part)
{
    size_t n = 0;
    for (const char *p = text; (p = strstr(p, part)) != NULL; p++)
        n++;
    return n;
}

static void json(void **state)
{
    (void)state;
    static const char *const parts[] = {"\"schema\": \"heapwitness.claims/1\"",
                                        "\"lines\": 13",
                                        "\"not_understood\": 1",
                                        "\"esc.heap\": 2",
                                        "\"spill\": 1\n",
                                        "\"claims_total\": 5",
                                        "\"escapes_with_flow\": 1",
                                        "\"go_version\": null"};
    taken t;
    write_with("json", false, &t);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (!strstr(t.text, parts[i]))
            fail_msg("no %s in\n%s", parts[i], t.text);
    assert_int_equal(count(t.text, "\"expression\""), 0);

    write_with("json", true, &t); /* in log order, parameters among them */
    assert_int_equal(count(t.text, "\"expression\""), 5);
    const char *leak = strstr(t.text, "leaking param: p");
    assert_non_null(leak);
    assert_true(strstr(t.text, "x escapes to heap") < leak);
    assert_true(strstr(t.text, "moved to heap: y") > leak);
}

static void not_understood(void **state)
{
    (void)state;
    test_log l;
    hw_error err;
    taken t = {.n = 0};
    test_log_read(&l, logs, 1);
    assert_int_equal(hw_not_understood_write(&l.claims, &(hw_byte_sink){take, &t}, &err), HW_OK);
    assert_string_equal(t.text, "log:13: what ?]0;is this\n");
    test_log_free(&l);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(json),
        cmocka_unit_test(not_understood),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
