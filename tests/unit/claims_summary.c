/* Filters select, and what is selected is counted: each section sums to its total. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/error.h"
#include "base/mem.h"
#include "claims/summary.h"
#include "diag_text.h"

#define LEFT " \xe2\x86\x90 "

static const char *const log_text[] = {
    "# example.com/shop/store\n"
    "store/a.go:3:6: can inline Get with cost 70 as: func() *T { return &T{} }\n"
    "store/a.go:9:6: cannot inline (*T).Put: function too complex: cost 84 exceeds budget 80\n"
    "store/a.go:30:6: cannot inline Big: function too complex: cost 900 exceeds budget 80\n"
    "store/a.go:40:6: cannot inline Wait: unhandled op SELECT\n"
    "store/a.go:12:9: inlining call to Get\n"
    "store/a.go:13:9: inlining call to fmt.Println\n"
    "store/a.go:14:9: inlining call to fmt.Println\n"
    "store/a.go:4:9: &T{} escapes to heap in Get:\n"
    "store/a.go:4:9:   flow: ~r0" LEFT "&{storage for &T{}}:\n"
    "store/a.go:4:9:     from &T{} (spill) at store/a.go:4:9\n"
    "store/a.go:4:9:     from return &T{} (return) at store/a.go:4:2\n"
    "store/a.go:13:14: x escapes to heap in (*T).Put:\n"
    "store/a.go:13:14:   flow: {heap}" LEFT "&{storage for x}:\n"
    "store/a.go:13:14:     from x (interface-converted) at store/a.go:13:14\n"
    "store/a.go:13:14:     from fmt.Println(x) (call parameter) at store/a.go:13:13\n"
    "store/a.go:20:2: func literal escapes to heap in (*T).Put:\n"
    "store/a.go:20:2:   flow: {heap}" LEFT "&{storage for func literal}:\n"
    "store/a.go:20:2:     from func literal (spill) at store/a.go:20:2\n"
    "store/a.go:9:7: leaking param content: t\n"
    "store/a.go:9:14: leaking param: v\n"
    "store/a.go:4:9: &T{} escapes to heap\n"
    "store/a.go:13:14: x escapes to heap\n"
    "store/a.go:15:10: make([]byte, 16) does not escape\n"
    "# example.com/shop/cache\n"
    "cache/c.go:3:6: can inline Key\n"
    "cache/c.go:4:9: a + b does not escape\n"
    "cache/c.go:5:9: moved to heap: n\n"};

static bool contains(const void *pattern, hw_str text)
{
    return hw_str_has(text, hw_str_of(pattern));
}

static hw_status match(const void *pattern, hw_str text, bool *ret, hw_error *err)
{
    if (hw_str_eq(hw_str_of(pattern), HW_STR("broken")))
        return hw_fail(err, HW_LIMIT, HW_STR("--focus"), "took too long");
    *ret = contains(pattern, text);
    return HW_OK;
}

static uint64_t sum(const uint64_t *n, size_t count)
{
    uint64_t all = 0;
    for (size_t i = 0; i < count; i++)
        all += n[i];
    return all;
}

static uint64_t sum_rows(const hw_summary_table *t, unsigned column)
{
    uint64_t all = 0;
    for (size_t i = 0; i < t->rows.len; i++)
        all += t->rows.at[i].n[column];
    return all;
}

static void sums_hold(const hw_summary *c)
{
    const uint64_t *of = c->totals;
    uint64_t kinds[2] = {0};
    for (unsigned i = 0; i < HW_KIND_COUNT; i++) {
        kinds[0] += c->kinds[i][0];
        kinds[1] += c->kinds[i][1];
    }
    assert_int_equal(of[HW_TOTAL_CLAIMS], of[HW_TOTAL_HEAP] + of[HW_TOTAL_STACK]);
    assert_int_equal(sum(c->patterns, HW_PATTERN_ESCAPES_WITH_FLOW) + c->only_explained +
                         c->other_parameters,
                     of[HW_TOTAL_CLAIMS] + of[HW_TOTAL_PARAMETERS]);
    assert_int_equal(sum(c->last, HW_REASON_COUNT + 1), of[HW_TOTAL_HEAP]);
    assert_int_equal(sum(c->sinks, HW_SINK_COUNT), of[HW_TOTAL_HEAP]);
    assert_int_equal(sum(c->leaks, HW_LEAK_COUNT), of[HW_TOTAL_PARAMETERS]);
    assert_int_equal(kinds[0], of[HW_TOTAL_HEAP]);
    assert_int_equal(kinds[1], of[HW_TOTAL_STACK]);
    assert_int_equal(sum_rows(&c->targets, HW_ROW_HEAP), of[HW_TOTAL_HEAP]);
    assert_int_equal(sum_rows(&c->packages, HW_ROW_HEAP), of[HW_TOTAL_HEAP]);
    assert_int_equal(sum_rows(&c->packages, HW_ROW_STACK), of[HW_TOTAL_STACK]);
    assert_int_equal(sum_rows(&c->packages, HW_ROW_PARAMETERS), of[HW_TOTAL_PARAMETERS]);
    assert_int_equal(sum_rows(&c->functions, HW_ROW_HEAP), of[HW_TOTAL_HEAP]);
    assert_int_equal(sum_rows(&c->functions, HW_ROW_STACK), of[HW_TOTAL_STACK]);
    assert_int_equal(sum_rows(&c->functions, HW_ROW_PARAMETERS), of[HW_TOTAL_PARAMETERS]);
    assert_int_equal(c->inlinable + sum(c->obstacles, HW_OBSTACLE_COUNT), of[HW_TOTAL_FUNCTIONS]);
    assert_int_equal(sum(c->over, HW_OVER_COUNT), c->too_complex.len);
    assert_int_equal(sum_rows(&c->callees, HW_ROW_HEAP), of[HW_TOTAL_CALLS]);
    for (unsigned i = 0; i < HW_REASON_COUNT; i++)
        assert_true(c->last[i] <= c->with[i]);
    for (unsigned i = 0; i < HW_TOTAL_COUNT; i++)
        assert_true(of[i] <= c->before[i]);
}

static void make(const test_log *l, const hw_claims_filter *f, hw_summary *c)
{
    hw_error err;
    if (hw_summary_make(&l->claims, f, c, &err) != HW_OK)
        fail_msg("%s", err.message);
    sums_hold(c);
}

static void everything(void **state)
{
    (void)state;
    test_log l;
    hw_summary c;
    test_log_read(&l, log_text, 1);
    make(&l, NULL, &c);
    assert_true(c.selection.everything);
    assert_memory_equal(c.before, c.totals, sizeof c.before);
    assert_int_equal(c.totals[HW_TOTAL_HEAP], 4);
    assert_int_equal(c.totals[HW_TOTAL_STACK], 2);
    assert_int_equal(c.totals[HW_TOTAL_PARAMETERS], 2);
    assert_int_equal(c.totals[HW_TOTAL_FUNCTIONS], 5);
    assert_int_equal(c.totals[HW_TOTAL_CALLS], 3);
    assert_int_equal(c.only_explained, 1);
    assert_int_equal(c.leaks[HW_LEAK_ITSELF], 1);
    assert_int_equal(c.leaks[HW_LEAK_CONTENT], 1);
    assert_int_equal(c.patterns[HW_PATTERN_ESCAPES_WITH_FLOW], 2);
    assert_int_equal(c.last[HW_REASON_CALL_PARAMETER], 1);
    assert_int_equal(c.with[HW_REASON_SPILL], 2);
    assert_int_equal(c.with[HW_REASON_INTERFACE_CONVERTED], 1);
    assert_int_equal(c.last[HW_REASON_COUNT], 1);
    assert_int_equal(c.sinks[HW_SINK_CALL], 1);
    assert_int_equal(c.sinks[HW_SINK_RESULT], 1);
    assert_int_equal(c.sinks[HW_SINK_STATEMENT], 1);
    assert_int_equal(c.sinks[HW_SINK_UNEXPLAINED], 1);
    assert_int_equal(c.kinds[HW_KIND_NEW][0], 1);
    assert_int_equal(c.kinds[HW_KIND_CONCAT][1], 1);
    assert_int_equal(c.inlinable, 2);
    assert_int_equal(c.obstacles[HW_OBSTACLE_SELECT], 1);
    assert_int_equal(c.over[HW_OVER_TENTH], 1);
    assert_int_equal(c.over[HW_OVER_MORE], 1);
    assert_int_equal(c.too_complex.at[0].cost, 84);
    hw_summary_free(&c);
    test_log_free(&l);
}

/* Rows by rank; *n of them. */
static uint32_t *ordered(const hw_summary *c, const hw_summary_table *t, hw_summary_query query,
                         size_t *n, size_t *all)
{
    uint32_t *by = NULL;
    assert_true(hw_summary_order(c, t, &query, &by, n, all));
    return by;
}

static void order(void **state)
{
    (void)state;
    test_log l;
    hw_summary c;
    size_t n, all;
    test_log_read(&l, log_text, 1);
    make(&l, NULL, &c);
    uint32_t *by = ordered(&c, &c.callees, (hw_summary_query){.column = HW_ROW_HEAP}, &n, &all);
    assert_int_equal(n, 2);
    assert_int_equal(all, 2);
    test_str(hw_summary_name(&c, &c.callees.rows.at[by[0]]), "fmt.Println");
    assert_int_equal(c.callees.rows.at[by[0]].n[HW_ROW_HEAP], 2);
    hw_mem_free(by);
    by = ordered(&c, &c.functions, (hw_summary_query){.column = HW_ROW_HEAP}, &n, &all);
    test_str(hw_summary_name(&c, &c.functions.rows.at[by[0]]), "(*T).Put");
    test_str(hw_summary_package(&c, &c.functions.rows.at[by[0]]), "example.com/shop/store");
    hw_mem_free(by);
    hw_summary_free(&c);
    test_log_free(&l);
}

static bool is_odd(const hw_summary_row *r)
{
    return r->sink % 2 == 1;
}

/* The first few are those of the whole order, whatever the order of the rows. */
static void first_few(void **state)
{
    (void)state;
    enum { ROWS = 200 };
    test_log l;
    hw_summary c;
    size_t n, all, counted;
    test_log_read(&l, log_text, 1);
    make(&l, NULL, &c);
    hw_summary_table t = {0};
    for (uint32_t i = 0; i < ROWS; i++) {
        hw_summary_row r = {.sink = (hw_sink_kind)(i % 7), .name = i * 31 % 5, .n = {i * 37 % 23}};
        assert_true(hw_vec_push(&t.rows, r));
    }
    const hw_summary_query odd = {HW_ROW_HEAP, true, is_odd, 0};
    uint32_t *whole = ordered(&c, &t, odd, &counted, &all);
    assert_true(counted > 50 && counted < ROWS / 2);
    assert_int_equal(all, counted);
    for (size_t most = 1; most < counted + 3; most++) {
        hw_summary_query query = odd;
        query.most = most;
        uint32_t *few = ordered(&c, &t, query, &n, &all);
        assert_int_equal(n, most < counted ? most : counted);
        assert_int_equal(all, counted);
        for (size_t i = 0; i < n; i++) {
            const hw_summary_row *x = &t.rows.at[few[i]], *y = &t.rows.at[whole[i]];
            assert_true(is_odd(x) && x->n[HW_ROW_HEAP] > 0);
            assert_int_equal(x->n[HW_ROW_HEAP], y->n[HW_ROW_HEAP]);
            assert_int_equal(x->name, y->name);
            assert_int_equal(x->sink, y->sink);
        }
        hw_mem_free(few);
    }
    hw_mem_free(whole);
    hw_vec_free(&t.rows);
    hw_summary_free(&c);
    test_log_free(&l);
}

/* claims, parameters, functions, calls that a filter leaves. */
static void leaves(const test_log *l, hw_claims_filter f, unsigned claims, unsigned parameters,
                   unsigned functions, unsigned calls)
{
    hw_summary c;
    f.names.match = match;
    make(l, &f, &c);
    assert_false(c.selection.everything);
    assert_int_equal(c.before[HW_TOTAL_CLAIMS], 6);
    assert_int_equal(c.totals[HW_TOTAL_CLAIMS], claims);
    assert_int_equal(c.totals[HW_TOTAL_PARAMETERS], parameters);
    assert_int_equal(c.totals[HW_TOTAL_FUNCTIONS], functions);
    assert_int_equal(c.totals[HW_TOTAL_CALLS], calls);
    hw_summary_free(&c);
}

static void filters(void **state)
{
    (void)state;
    static const hw_str cache[] = {{"./cache", 7}}, all[] = {{"example.com/...", 15}};
    test_log l;
    test_log_read(&l, log_text, 1);
    /* function with its package, file, package, message, what the flow ends in, callee */
    leaves(&l, (hw_claims_filter){.names.focus = "store.(*T).Put"}, 3, 2, 1, 3);
    leaves(&l, (hw_claims_filter){.names.focus = "cache/c.go"}, 2, 0, 1, 0);
    leaves(&l, (hw_claims_filter){.names.focus = "shop/store"}, 4, 2, 4, 3);
    leaves(&l, (hw_claims_filter){.names.focus = "make([]byte"}, 1, 0, 0, 0);
    leaves(&l, (hw_claims_filter){.names.focus = "fmt.Println"}, 1, 0, 0, 2);
    leaves(&l, (hw_claims_filter){.names.focus = "nothing at all"}, 0, 0, 0, 0);
    leaves(&l, (hw_claims_filter){.names.ignore = "(*T).Put"}, 3, 0, 4, 0);
    leaves(&l, (hw_claims_filter){.names.focus = "store", .names.ignore = "Put"}, 1, 0, 3, 0);
    leaves(&l, (hw_claims_filter){.names.packages = cache, .names.package_count = 1}, 2, 0, 1, 0);
    leaves(&l, (hw_claims_filter){.names.packages = all, .names.package_count = 1}, 6, 2, 5, 3);
    /* Patterns and reasons speak of claims: nothing is said of functions then. */
    leaves(&l, (hw_claims_filter){.patterns = 1u << HW_PATTERN_DOES_NOT_ESCAPE}, 2, 0, 0, 0);
    leaves(&l, (hw_claims_filter){.patterns = 1u << HW_PATTERN_LEAKING_PARAM}, 0, 1, 0, 0);
    leaves(&l, (hw_claims_filter){.patterns = 1u << HW_PATTERN_ESCAPES_WITH_FLOW}, 2, 0, 0, 0);
    leaves(&l, (hw_claims_filter){.reasons = UINT64_C(1) << HW_REASON_SPILL}, 2, 0, 0, 0);
    leaves(&l,
           (hw_claims_filter){.reasons = UINT64_C(1) << HW_REASON_SPILL,
                              .patterns = 1u << HW_PATTERN_ADDRESS_ESCAPES},
           1, 0, 0, 0);
    test_log_free(&l);
}

static void refused(void **state)
{
    (void)state;
    test_log l;
    hw_summary c;
    hw_error err;
    const hw_claims_filter f = {.names = {.match = match, .focus = "broken"}};
    test_log_read(&l, log_text, 1);
    assert_int_equal(hw_summary_make(&l.claims, &f, &c, &err), HW_LIMIT);
    assert_string_equal(err.message, "took too long");
    test_log_free(&l);
}

static void packages(void **state)
{
    (void)state;
    static const struct {
        const char *pattern, *package;
        bool matches;
    } rows[] = {
        {"net/http", "net/http", true},
        {"net/http", "net/http/httptest", false},
        {"net/http/...", "net/http", true},
        {"net/http/...", "net/http/httptest", true},
        {"net/http/...", "net/httptest", false},
        {"net/http...", "net/httptest", true},
        {"...", "net/http", true},
        {"...", "", true},
        {".../http", "net/http", true},
        {"example.com/.../store", "example.com/shop/internal/store", true},
        {"example.com/.../store", "example.com/shop/internal/stores", false},
        {"./...", "example.com/shop/internal/store", true},
        {".", "example.com/shop", false},
        {"./store", "example.com/shop/internal/store", true},
        {"./internal/store", "example.com/shop/internal/store", true},
        {"./internal/...", "example.com/shop/internal/store", true},
        {"./ternal/...", "example.com/shop/internal/store", false},
        {"./store", "example.com/bookstore", false},
        {"", "example.com", false},
        {"", "", true},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (hw_package_matches(hw_str_of(rows[i].pattern), hw_str_of(rows[i].package)) !=
            rows[i].matches)
            fail_msg("%s against %s", rows[i].pattern, rows[i].package);
}

static void recorded(void **state)
{
    (void)state;
    static const char *const logs[] = {
        HW_DATA "/logs/go1.19.13/nethttp.m2.log.gz", HW_DATA "/logs/go1.27.1/nethttp.m2.log.gz",
        HW_DATA "/logs/go1.21.13/small.m1.log.gz", HW_DATA "/logs/go1.25.8/small.m3.log.gz",
        HW_PROFILES "/shop/escape.own.m2.log.gz"};
    static const hw_claims_filter narrow[] = {
        {.names = {.match = match, .focus = "http"}},
        {.names = {.match = match, .ignore = "func"}},
        {.reasons = UINT64_C(1) << HW_REASON_ASSIGN | UINT64_C(1) << HW_REASON_RETURN},
        {.patterns = 1u << HW_PATTERN_ESCAPES},
    };
    for (size_t k = 0; k < sizeof logs / sizeof *logs; k++) {
        test_log l;
        hw_summary c;
        test_log_file(&l, logs[k]);
        make(&l, NULL, &c);
        for (unsigned i = 0;
             l.claims.same_claims + l.claims.same_blocks == 0 && i < HW_PATTERN_COUNT; i++)
            assert_int_equal(c.patterns[i], l.claims.patterns[i]);
        hw_summary_free(&c);
        for (size_t i = 0; i < sizeof narrow / sizeof *narrow; i++) {
            make(&l, &narrow[i], &c);
            hw_summary_free(&c);
        }
        test_log_free(&l);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(everything), cmocka_unit_test(order),   cmocka_unit_test(first_few),
        cmocka_unit_test(filters),    cmocka_unit_test(refused), cmocka_unit_test(packages),
        cmocka_unit_test(recorded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
