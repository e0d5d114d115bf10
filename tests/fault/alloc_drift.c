/* Every allocation of a comparison fails once: HW_NOMEM, and everything is given back. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "drift/version_table.h"
#include "fault/failing_malloc.h"
#include "unit/drift_sides.h"

static const char before[] =
    "# p\n"
    "a.go:5:6: cannot inline F: marked go:noinline\n"
    "a.go:7:7: can inline F.func1 with cost 2 as: func() int { return n }\n"
    "a.go:20:6: can inline G[go.shape.int_0] with cost 4 as: func() { return }\n"
    "a.go:30:6: cannot inline Gone: recursive\n"
    "a.go:6:2: x escapes to heap:\n"
    "a.go:6:2:   flow: {heap} = &{storage for x}:\n"
    "a.go:6:2:     from x (spill) at a.go:6:2\n"
    "a.go:8:2: inlining call to G[go.shape.int_0]\n"
    "a.go:9:2: inlining call to H\n"
    "a.go:5:8: leaking param: p to result ~R0 level=0\n"
    "a.go:5:12: q does not escape\n"
    "a.go:6:2: x escapes to heap\n"
    "a.go:7:7: func literal escapes to heap\n"
    "a.go:10:2: &T{...} does not escape\n"
    "a.go:11:2: &T{...} does not escape\n"
    "a.go:31:2: y escapes to heap\n"
    "# old\n"
    "o.go:1:6: can inline O with cost 1 as: func() { return }\n"
    "o.go:2:2: y escapes to heap\n";

static const char after[] = "# p\n"
                            "a.go:5:6: cannot inline F: marked go:noinline\n"
                            "a.go:7:7: cannot inline F.func1: unhandled op DEFER\n"
                            "a.go:20:6: cannot inline G[go.shape.int]: marked go:noinline\n"
                            "a.go:6:2: 1234 escapes to heap in F:\n"
                            "a.go:6:2:   flow: {heap} \xe2\x86\x90 &{storage for 1234}:\n"
                            "a.go:6:2:     from 1234 (assign) at a.go:6:2\n"
                            "a.go:5:8: leaking param: p\n"
                            "a.go:5:12: leaking param content: q\n"
                            "a.go:6:2: 1234 escapes to heap\n"
                            "a.go:7:7: func literal escapes to heap\n"
                            "a.go:10:2: &T{...} escapes to heap\n"
                            "a.go:12:2: append escapes to heap\n"
                            "# new\n"
                            "n.go:2:2: y escapes to heap\n";

/* The two sides as two Go versions. */
static hw_status tabulate(const test_sides *s, hw_versions *v)
{
    hw_error err;
    *v = (hw_versions){.strings = s->drift.strings};
    for (int end = 0; end < HW_DRIFT_ENDS; end++) {
        const hw_go_version one = {.claims = &s->claims[end]};
        if (!hw_vec_push(&v->list, one))
            return HW_NOMEM;
    }
    return hw_versions_make(v, &s->drift, &err);
}

static void compare(const void *ctx)
{
    test_sides s;
    (void)ctx;
    hw_failing_start();
    hw_versions versions = {0};
    hw_status status = test_sides_make(&s, HW_STR(before), HW_STR(after));
    if (status == HW_OK)
        status = tabulate(&s, &versions);
    bool failed = hw_failing_stop();
    assert_int_equal(status, failed ? HW_NOMEM : HW_OK);
    if (!failed)
        assert_true(s.drift.list.len > 8 && s.drift.counts[HW_DRIFT_STACK_TO_HEAP].n == 1 &&
                    versions.rows.len > 6);
    hw_versions_free(&versions);
    test_sides_free(&s);
}

static void test_compare(void **state)
{
    (void)state;
    hw_fail_each(compare, NULL, 60);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_compare)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
