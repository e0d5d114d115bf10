/* Every allocation of selecting, counting and writing claims fails once: HW_NOMEM and nothing left
 * behind, or the same bytes as ever. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "diag/diag.h"
#include "fault/failing_malloc.h"
#include "report/report.h"

#define LEFT " \xe2\x86\x90 "

static const char log_text[] =
    "# example.com/p\n"
    "a.go:1:6: can inline F with cost 2 as: func() { G() }\n"
    "a.go:2:6: cannot inline (*T).M: function too complex: cost 81 exceeds budget 80\n"
    "a.go:2:9: inlining call to fmt.G[go.shape.int]\n"
    "a.go:3:9: &T{...} escapes to heap in F:\n"
    "a.go:3:9:   flow: x" LEFT "&{storage for &T{...}}:\n"
    "a.go:3:9:     from &T{...} (spill) at a.go:3:9\n"
    "a.go:3:9:     from x := &T{...} (assign) at a.go:3:4\n"
    "a.go:3:9:   flow: {heap}" LEFT "x:\n"
    "a.go:3:9:     from fmt.Println(x, \"a text that is so long that it does not fit on a line of "
    "the list\") (call parameter) at b.go:4:1\n"
    "a.go:2:9: leaking param: p\n"
    "a.go:3:9: &T{...} escapes to heap\n"
    "a.go:4:9: moved to heap: y\n"
    "# example.com/q\n"
    "b.go:5:9: make([]int, n) does not escape\n"
    "what is this\n";

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

static hw_status match(const void *pattern, hw_str text, bool *ret, hw_error *err)
{
    (void)err;
    *ret = hw_str_has(text, hw_str_of(pattern));
    return HW_OK;
}

static hw_status run(const hw_claims *claims, const hw_claims_filter *f, const hw_claims_writer *w,
                     tally *t, hw_error *err)
{
    static const hw_report_options options = {.all = true, .width = 80};
    hw_census census;
    hw_status s = hw_census_make(claims, f, &census, err);
    if (s != HW_OK)
        return s;
    s = w->write(&census, &options, &(hw_sink){count, t}, err);
    hw_census_free(&census);
    return s;
}

static void fail_each(const hw_claims *claims, const hw_claims_filter *f, const hw_claims_writer *w)
{
    tally all = {0};
    hw_error err;
    assert_int_equal(run(claims, f, w, &all, &err), HW_OK);
    for (size_t n = 1;; n++) {
        tally got = {0};
        hw_failing_malloc(n);
        hw_status s = run(claims, f, w, &got, &err);
        bool failed = hw_failing_malloc_off();
        assert_int_equal(s, failed ? HW_NOMEM : HW_OK);
        if (failed) {
            assert_string_equal(err.message, "out of memory");
            continue;
        }
        assert_true(n > 5);
        assert_int_equal(got.n, all.n);
        assert_int_equal(got.sum, all.sum);
        break;
    }
}

static void test_writers(void **state)
{
    (void)state;
    static const hw_str packages[] = {{"example.com/...", 15}};
    static const hw_claims_filter filters[] = {
        {.patterns = 0},
        {.names = {match, "e", "zz", packages, 1}},
        {.reasons = UINT64_C(1) << HW_REASON_ASSIGN, .patterns = 1u << HW_PATTERN_ADDRESS_ESCAPES},
    };
    hw_strings strings;
    hw_claims claims;
    hw_error err;
    assert_true(hw_strings_init(&strings));
    hw_claims_init(&claims, &strings);
    assert_int_equal(hw_diag_read(&claims, HW_STR("log"), HW_STR(log_text), NULL, &err), HW_OK);
    assert_int_equal(hw_diag_finish(&claims, &err), HW_OK);
    for (const hw_claims_writer *const *w = hw_claims_writers; *w; w++)
        for (size_t i = 0; i < sizeof filters / sizeof *filters; i++)
            fail_each(&claims, &filters[i], *w);
    hw_claims_free(&claims);
    hw_strings_free(&strings);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_writers)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
