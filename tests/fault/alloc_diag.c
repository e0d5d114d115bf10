/* Every allocation of reading a log fails once: HW_NOMEM, nothing lost, nothing half added. */
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "diag/text_read.h"
#include "fault/failing_malloc.h"
#include "unit/diag_text.h"

static const char first[] = "# p\na.go:1:2: x escapes to heap\na.go:3:2: leaking param: p\n";

static const char second[] =
    "# p\n"
    "a.go:9:6: cannot inline main: unhandled op DEFER\n"
    "a.go:9:12: a does not escape\n"
    "a.go:12:9: inlining call to rangeNum[go.shape.int].func1#5+2aqeVFpr0=#\n"
    "a.go:1:2: x escapes to heap in F:\n"
    "a.go:1:2:   flow: {heap} \xe2\x86\x90 &{storage for x}:\n"
    "a.go:1:2:     from append(xs, make([]*T, n)...) (appended slice...) at a.go:3:8\n"
    "a.go:1:2:     from m[k] (key of map put) at a.go:21:6\n"
    "a.go:14:2: main.func1 capturing by ref: x (addr=false assign=true width=8)\n"
    "a.go:6:5: func literal escapes to heap in F:\n"
    "a.go:1:2: x escapes to heap\n"
    "a.go:3:2: leaking param: p\n"
    "# command-line-arguments [q.test]\n"
    "a.go:3:19: make([]*T, n) escapes to heap\n"
    "a.go:3:19: undefined: x\n"
    "what is this\n"
    "# p\n"
    "a.go:7:6: can inline main\n";

typedef struct size {
    size_t inputs, blocks, list, leaks, routes, inlinings, decls, hints, capturing, unknown;
    uint64_t lines, records, prefixed;
    hw_go_range go;
} size;

static size size_of(const hw_claims *c)
{
    return (size){c->inputs.len,         c->blocks.len, c->list.len,
                  c->leaks.len,          c->routes.len, c->inlinings.len,
                  c->decls.len,          c->hints.len,  c->capturing.len,
                  c->not_understood.len, c->lines,      c->log_lines,
                  c->prefixed,           c->go};
}

static void check_result(const hw_claims *c)
{
    assert_int_equal(c->list.len, 4);
    assert_int_equal(c->leaks.len, 1);
    assert_int_equal(c->same_claims, 2);
    assert_int_equal(c->blocks.len, 4);
    assert_true(c->notes.list.len >= 4);
}

static void read_log(const void *ctx)
{
    test_log l;
    hw_claims *c = &l.claims;
    hw_error err;
    (void)ctx;
    test_log_init(&l);
    assert_int_equal(hw_diag_read(c, HW_STR("1"), HW_STR(first), NULL, &err), HW_OK);
    size before = size_of(c);
    hw_failing_start();
    hw_status read = hw_diag_read(c, HW_STR("2"), HW_STR(second), NULL, &err), done = read;
    if (read == HW_OK)
        done = hw_diag_finish(c, &err);
    bool failed = hw_failing_stop();
    if (failed) {
        assert_int_equal(done, HW_NOMEM);
        assert_string_equal(err.message, "out of memory");
    }
    if (read != HW_OK) {
        size after = size_of(c);
        assert_memory_equal(&before, &after, sizeof before);
        assert_int_equal(hw_diag_read(c, HW_STR("2"), HW_STR(second), NULL, &err), HW_OK);
    }
    if (done != HW_OK) /* as if nothing had been */
        assert_int_equal(hw_diag_finish(c, &err), HW_OK);
    check_result(c);
    test_log_free(&l);
}

static void test_read_log(void **state)
{
    (void)state;
    hw_fail_each(read_log, NULL, 20);
}

/* The same text cut at every line that allows it. What is half added is taken back by hw_diag_read.
 */
static void read_pieces(const void *ctx)
{
    test_log l;
    hw_claims *c = &l.claims;
    hw_error err;
    (void)ctx;
    test_log_init(&l);
    c->threads = 1;
    assert_int_equal(hw_diag_read(c, HW_STR("1"), HW_STR(first), NULL, &err), HW_OK);
    hw_failing_start();
    hw_status read = hw_read_pieces(c, HW_STR("2"), HW_STR(second), NULL, 1, &err);
    bool failed = hw_failing_stop();
    assert_int_equal(read, failed ? HW_NOMEM : HW_OK);
    if (failed) {
        assert_string_equal(err.message, "out of memory");
    } else {
        assert_int_equal(hw_diag_finish(c, &err), HW_OK);
        check_result(c);
    }
    test_log_free(&l);
}

static void test_read_pieces(void **state)
{
    (void)state;
    hw_fail_each(read_pieces, NULL, 40);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_read_log),
        cmocka_unit_test(test_read_pieces),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
