/* Every allocation of selecting, counting and writing claims fails once: HW_NOMEM and nothing left
 * behind, or the same bytes as ever. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "claims/summary.h"
#include "fault/failing_malloc.h"
#include "fault/tally.h"
#include "session/formats.h"
#include "unit/diag_text.h"

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

static hw_status match(const void *pattern, hw_str text, bool *ret, hw_error *err)
{
    (void)err;
    *ret = hw_str_has(text, hw_str_of(pattern));
    return HW_OK;
}

typedef struct writing {
    const hw_claims *claims;
    const hw_claims_filter *filter;
    const hw_claims_writer *writer;
} writing;

static hw_status write_all(const writing *w, tally *t, hw_error *err)
{
    static const hw_report_options options = {.all = true, .width = 80};
    hw_summary summary;
    hw_status s = hw_summary_make(w->claims, w->filter, &summary, err);
    if (s != HW_OK)
        return s;
    s = w->writer->write(&summary, &options, &(hw_byte_sink){tally_take, t}, err);
    hw_summary_free(&summary);
    return s;
}

static void count_and_write(const void *ctx)
{
    tally all = {0}, got = {0};
    hw_error err;
    assert_int_equal(write_all(ctx, &all, &err), HW_OK);
    hw_failing_start();
    hw_status s = write_all(ctx, &got, &err);
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
    static const hw_str packages[] = {{"example.com/...", 15}};
    static const hw_claims_filter filters[] = {
        {.patterns = 0},
        {.names = {match, "e", "zz", packages, 1}},
        {.reasons = UINT64_C(1) << HW_REASON_ASSIGN, .patterns = 1u << HW_PATTERN_ADDRESS_ESCAPES},
    };
    test_log l;
    hw_claims *claims = &l.claims;
    hw_error err;
    test_log_init(&l);
    assert_int_equal(hw_diag_read(claims, HW_STR("log"), HW_STR(log_text), NULL, &err), HW_OK);
    assert_int_equal(hw_diag_finish(claims, &err), HW_OK);
    for (const hw_claims_writer *const *w = hw_claims_writers; *w; w++)
        for (size_t i = 0; i < sizeof filters / sizeof *filters; i++)
            hw_fail_each(count_and_write, &(writing){claims, &filters[i], *w}, 5);
    test_log_free(&l);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_writers)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
