/* Where flows end: the last step, found from the end of an explanation, and what it means. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "claims/sink.h"
#include "diag_text.h"

#define LEFT " \xe2\x86\x90 "

static void callees(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        {"fmt.Println(... argument...)", "fmt.Println"},
        {"(*cache.LRU[go.shape.string,go.shape.[]uint8]).Put(s.sku, sku, buf)",
         "(*cache.LRU[go.shape.string,go.shape.[]uint8]).Put"},
        {"f(\"a)(\", g(x))", "f"},
        {"func literal(x)", "func literal"},
        {"f(x)(y)", "f(x)"},
        {"x", ""},
        {"m[f(x)]", ""},
        {"f(x", ""},
        {"", ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        test_str(hw_call_callee(hw_str_of(rows[i][0])), rows[i][1]);
}

static void results(void **state)
{
    (void)state;
    assert_true(hw_is_result_name(HW_STR("~r0")));
    assert_true(hw_is_result_name(HW_STR("~R12")));
    assert_true(hw_is_result_name(HW_STR("sync.~r0")));
    assert_false(hw_is_result_name(HW_STR("~r")));
    assert_false(hw_is_result_name(HW_STR("r0")));
    assert_false(hw_is_result_name(HW_STR("~p0")));
    assert_false(hw_is_result_name(HW_STR("")));
}

/* A claim whose last flow step is `to`, made by `from` (NULL: by nothing). */
static void end_of(const char *to, const char *from, hw_flow_end *end, test_log *l)
{
    static char log[2048];
    const char *texts[] = {log};
    int n = snprintf(log, sizeof log,
                     "# p\n"
                     "a.go:3:9: &T{...} escapes to heap in F:\n"
                     "a.go:3:9:   flow: x" LEFT "&{storage for &T{...}}:\n"
                     "a.go:3:9:     from &T{...} (spill) at a.go:3:9\n"
                     "a.go:3:9:   flow: %s" LEFT "x:\n",
                     to);
    if (from)
        n += snprintf(log + n, sizeof log - (size_t)n, "a.go:3:9:     from %s at a.go:7:2\n", from);
    snprintf(log + n, sizeof log - (size_t)n, "a.go:3:9: &T{...} escapes to heap\n");
    test_log_read(l, texts, 1);
    hw_claim_end(&l->claims, test_claim(l, 0, "&T{...} escapes to heap"), end);
}

static void kinds(void **state)
{
    (void)state;
    static const struct {
        const char *to, *from;
        hw_sink_kind kind;
        const char *target;
    } rows[] = {
        {"{heap}", "fmt.Println(... argument...) (call parameter)", HW_SINK_CALL, "fmt.Println"},
        {"{heap}", "panic(x) (call parameter)", HW_SINK_CALL, "panic"},
        {"{heap}", "append(s.shards, x) (call parameter)", HW_SINK_APPEND, "s.shards"},
        {"{heap}", "append(s, x...) (appended slice...)", HW_SINK_APPEND, "s"},
        {"{heap}", "copy(io.r, io.readers) (copied slice)", HW_SINK_APPEND, "io.r"},
        {"{heap}", "Sink = x (assign)", HW_SINK_GLOBAL, "Sink"},
        {"{heap}", "s.buf = x (assign)", HW_SINK_FIELD, "s.buf"},
        {"{heap}", "m[f(\" = \")] = x (assign)", HW_SINK_ELEMENT, "m[f(\" = \")]"},
        {"{heap}", "*p = x (assign)", HW_SINK_POINTER, "*p"},
        {"{heap}", "h.s, ok = f() (assign-pair)", HW_SINK_FIELD, "h.s"},
        {"{heap}", "a, b = x, y (assign-pair)", HW_SINK_OTHER, "a, b"},
        {"{heap}", "a.x, b.y = x, y (assign-pair)", HW_SINK_OTHER, "a.x, b.y"},
        {"{heap}", "pg.index[string(e.der)] (key of map put)", HW_SINK_MAP_KEY, "pg.index"},
        {"{heap}", "errc <- err (send)", HW_SINK_CHANNEL, "errc"},
        {"{heap}", "map[string]T{...} (map literal value)", HW_SINK_LITERAL, "map[string]T{...}"},
        {"{heap}", "func literal (spill)", HW_SINK_STATEMENT, ""},
        {"{heap}", "x (spill)", HW_SINK_OTHER, "x"},
        {"{heap}", "make([]T, 100000) (too large for stack)", HW_SINK_TOO_LARGE, ""},
        {"{heap}", "make([]T, n) (non-constant size)", HW_SINK_VARIABLE_SIZE, ""},
        {"{heap}", "uintptr(x) (//go:uintptrescapes)", HW_SINK_OTHER, "uintptr(x)"},
        {"{heap}", NULL, HW_SINK_OTHER, ""},
        {"~r0", "return x (return)", HW_SINK_RESULT, ""},
        {"err", "return nil, x (return)", HW_SINK_RESULT, ""},
        {"slices.~r0", "~r0 = x (assign-pair)", HW_SINK_RESULT, ""},
        {"req", "req.Body = x (assign)", HW_SINK_VARIABLE, "req"},
        {".autotmp_48", "x (assign-pair-dot-type)", HW_SINK_VARIABLE, ""},
        {"{storage for &Frames{...}}", "Frames{...} (struct literal element)", HW_SINK_LITERAL,
         "&Frames{...}"},
        {"{storage for ... argument}", "... argument (slice-literal-element)", HW_SINK_LITERAL,
         "... argument"},
        {"{storage for x}", "x (interface-converted)", HW_SINK_INTERFACE, "x"},
        {"{storage for func literal}", "x (captured by a closure)", HW_SINK_CLOSURE, ""},
        {"{storage for func literal}", "x (reference)", HW_SINK_CLOSURE, ""},
        {"{storage for f.usage}", NULL, HW_SINK_CLOSURE, ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        test_log l;
        hw_flow_end end;
        end_of(rows[i].to, rows[i].from, &end, &l);
        if (end.kind != rows[i].kind)
            fail_msg("%s %s: %s", rows[i].to, rows[i].from ? rows[i].from : "",
                     hw_sink_rows[end.kind].name);
        test_str(end.target, rows[i].target);
        assert_int_equal(end.why == HW_REASON_COUNT, rows[i].from == NULL);
        if (rows[i].from)
            assert_int_equal(end.from.line, 7);
        test_log_free(&l);
    }
}

static void unexplained(void **state)
{
    (void)state;
    static const char *const text[] = {"# p\na.go:3:9: &T{...} escapes to heap\n"
                                       "a.go:4:9: x does not escape\n"};
    test_log l;
    hw_flow_end end;
    test_log_read(&l, text, 1);
    for (size_t i = 0; i < 2; i++) {
        hw_claim_end(&l.claims, &l.claims.list.at[i], &end);
        assert_int_equal(end.kind, HW_SINK_UNEXPLAINED);
        assert_int_equal(end.why, HW_REASON_COUNT);
        assert_int_equal(end.target.n, 0);
    }
    test_log_free(&l);
}

/* A call through {temp}: the reason stands at the step before the last. */
static void through_temp(void **state)
{
    (void)state;
    static const char *const text[] = {"# p\n"
                                       "a.go:3:9: new(T) escapes to heap in F:\n"
                                       "a.go:3:9:   flow: {temp}" LEFT "&p:\n"
                                       "a.go:3:9:     from &p (address-of) at a.go:4:1\n"
                                       "a.go:3:9:     from g(&p) (call parameter) at a.go:4:2\n"
                                       "a.go:3:9:   flow: {heap}" LEFT "*{temp}:\n"
                                       "a.go:3:9: new(T) escapes to heap\n"};
    test_log l;
    hw_flow_end end;
    test_log_read(&l, text, 1);
    hw_claim_end(&l.claims, test_claim(&l, 0, "new(T) escapes to heap"), &end);
    assert_int_equal(end.kind, HW_SINK_CALL);
    test_str(end.target, "g");
    test_log_free(&l);
}

/* Go 1.19 breaks strings over lines; the last step is one of them. */
static void broken_line(void **state)
{
    (void)state;
    static const char *const text[] = {"# p\n"
                                       "a.go:3:9: x escapes to heap:\n"
                                       "a.go:3:9:   flow: {heap} = &{storage for x}:\n"
                                       "a.go:3:9:     from x (spill) at a.go:3:9\n"
                                       "a.go:3:9:     from fmt.Sprintf(`a\n"
                                       "b: %d`, ... argument...) (call parameter) at a.go:3:10\n"
                                       "a.go:3:9: x escapes to heap\n"};
    test_log l;
    hw_flow_end end;
    test_log_read(&l, text, 1);
    hw_claim_end(&l.claims, test_claim(&l, 0, "x escapes to heap"), &end);
    assert_int_equal(end.kind, HW_SINK_CALL);
    test_str(end.target, "fmt.Sprintf");
    assert_int_equal(end.from.col, 10);
    test_log_free(&l);
}

/* What others print between the steps belongs to none of them, and ends no explanation. */
static void between(void **state)
{
    (void)state;
    static const char *const others[] = {
        "",
        "gc 1 @0.012s 0%: 0.01+0.3+0.02 ms clock, 4->4->0 MB, 4 MB goal, 8 P",
        "2026/01/02 15:04:05 stopped (return) at 12:30",
        "./x.go:3:5: undefined: foo",
        "listening",
        "a `quote` of a program",
    };
    static const char *const lines[] = {
        "a.go:3:9: x escapes to heap:",
        "a.go:3:9:   flow: y = &{storage for x}:",
        "a.go:3:9:     from x (spill) at a.go:3:9",
        "a.go:3:9:   flow: {heap} = y:",
        "a.go:3:9:     from fmt.Sprintf(`a\nb: %d`, ... argument...) (call parameter) at a.go:3:10",
        "a.go:3:9: x escapes to heap",
    };
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        char text[2048];
        const char *view = text;
        size_t n = 0;
        test_log l;
        hw_flow_end end;
        for (size_t j = 0; j < sizeof lines / sizeof *lines; j++)
            n += (size_t)snprintf(text + n, sizeof text - n, "%s\n%s\n%s\n", others[i], others[i],
                                  lines[j]);
        test_log_read(&l, &view, 1);
        hw_claim_end(&l.claims, test_claim(&l, 0, "x escapes to heap"), &end);
        if (end.kind != HW_SINK_CALL)
            fail_msg("\"%s\" between the steps: a flow into %s", others[i],
                     hw_sink_rows[end.kind].name);
        test_str(end.target, "fmt.Sprintf");
        assert_int_equal(end.from.col, 10);
        test_log_free(&l);
    }
}

/* From the end and from the start it is the same step. */
static void recorded(void **state)
{
    (void)state;
    static const char *const logs[] = {HW_DATA "/logs/go1.19.13/nethttp.m2.log.gz",
                                       HW_DATA "/logs/go1.27.1/nethttp.m2.log.gz"};
    for (size_t k = 0; k < 2; k++) {
        test_log l;
        size_t silent = 0;
        test_log_file(&l, logs[k]);
        assert_true(l.claims.routes.len > 5000);
        for (size_t i = 0; i < l.claims.routes.len; i++) {
            hw_step step, flow = {0}, from = {0}, last_flow, last_from;
            uint64_t cursor = 0;
            while (hw_route_step(&l.claims, &l.claims.routes.at[i], &cursor, &step)) {
                if (step.is_flow)
                    flow = step;
                if (step.is_flow)
                    from = (hw_step){0};
                else if (!step.truncated)
                    from = step;
            }
            hw_route_end(&l.claims, &l.claims.routes.at[i], &last_flow, &last_from);
            assert_true(hw_str_eq(flow.to, last_flow.to) && hw_str_eq(flow.of, last_flow.of));
            silent += from.why.n == 0;
            if (from.why.n)
                assert_true(hw_str_eq(from.from, last_from.from) && from.line == last_from.line);
        }
        assert_true(silent * 50 < l.claims.routes.len);
        test_log_free(&l);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(callees),      cmocka_unit_test(results),
        cmocka_unit_test(kinds),        cmocka_unit_test(unexplained),
        cmocka_unit_test(through_temp), cmocka_unit_test(broken_line),
        cmocka_unit_test(between),      cmocka_unit_test(recorded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
