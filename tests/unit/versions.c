#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#include "base/buf.h"
#include "diag/diag.h"
#include "drift/drift.h"
#include "drift/version_table.h"
#include "session/formats.h"

enum { COUNT = 3 };

#define DECL "# p\na.go:5:6: cannot inline F: marked go:noinline\n"

/* 1.24, 1.25 and one more, in which a claim is gone and another moved. */
static const char *const texts[COUNT] = {
    DECL "a.go:6:2: make([]int, n) escapes to heap:\n"
         "a.go:6:2:   flow: {heap} = &{storage for make([]int, n)}:\n"
         "a.go:6:2:     from make([]int, n) (non-constant size) at a.go:6:2\n"
         "a.go:6:2: make([]int, n) escapes to heap\n"
         "a.go:7:2: &T{...} does not escape\n"
         "a.go:8:2: moved to heap: x\n",
    DECL "a.go:8:2: x escapes to heap in F:\n"
         "a.go:8:2:   flow: {heap} \xe2\x86\x90 &x:\n"
         "a.go:6:2: make([]int, n) does not escape\n"
         "a.go:7:2: &T{...} does not escape\n"
         "a.go:9:2: append escapes to heap\n"
         "a.go:8:2: moved to heap: x\n",
    DECL "a.go:18:2: x escapes to heap in F:\n"
         "a.go:18:2:   flow: {heap} \xe2\x86\x90 &x:\n"
         "a.go:17:2: &T{...} escapes to heap\n"
         "a.go:19:2: append escapes to heap\n"
         "a.go:18:2: moved to heap: x\n",
};

typedef struct table {
    hw_strings strings;
    hw_claims claims[COUNT];
    hw_drift drifts[COUNT - 1];
    hw_versions versions;
} table;

static void make(table *t)
{
    hw_error err;
    *t = (table){0};
    assert_true(hw_strings_init(&t->strings));
    t->versions.strings = &t->strings;
    for (int i = 0; i < COUNT; i++) {
        hw_go_version v = {.claims = &t->claims[i]};
        char name[16];
        snprintf(name, sizeof name, "go1.%d", 24 + i);
        hw_claims_init(&t->claims[i], &t->strings);
        assert_int_equal(
            hw_diag_read(&t->claims[i], HW_STR("log"), hw_str_of(texts[i]), NULL, &err), HW_OK);
        assert_int_equal(hw_diag_finish(&t->claims[i], &err), HW_OK);
        assert_true(hw_strings_put(&t->strings, hw_str_of(name), &v.go_version));
        v.asked = v.go_version;
        assert_true(hw_vec_push(&t->versions.list, v));
    }
    for (int i = 0; i + 1 < COUNT; i++) {
        const hw_drift_input in[HW_DRIFT_ENDS] = {{&t->claims[i], NULL}, {&t->claims[i + 1], NULL}};
        hw_drift_init(&t->drifts[i]);
        t->drifts[i].keep_pairs = true;
        assert_int_equal(hw_drift_make(in, &t->drifts[i], &err), HW_OK);
    }
    assert_int_equal(hw_versions_make(&t->versions, t->drifts, &err), HW_OK);
}

static void drop(table *t)
{
    hw_versions_free(&t->versions);
    for (int i = 0; i + 1 < COUNT; i++)
        hw_drift_free(&t->drifts[i]);
    for (int i = 0; i < COUNT; i++)
        hw_claims_free(&t->claims[i]);
    hw_strings_free(&t->strings);
}

static hw_status collect(void *ctx, const void *data, size_t n, hw_error *err)
{
    (void)err;
    return hw_buf_add(ctx, data, n);
}

/* A claim keeps its row, however its line and its verdict change. */
static void rows(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        hw_cell_word words[COUNT];
    } want[] = {
        {"make([]int, n) escapes to heap", {HW_CELL_HEAP, HW_CELL_MAYBE, HW_CELL_ABSENT}},
        {"&T{...} does not escape", {HW_CELL_STACK, HW_CELL_STACK, HW_CELL_HEAP}},
        {"moved to heap: x", {HW_CELL_HEAP, HW_CELL_HEAP, HW_CELL_HEAP}},
        {"append escapes to heap", {HW_CELL_ABSENT, HW_CELL_HEAP, HW_CELL_HEAP}},
    };
    table t;
    make(&t);
    const hw_versions *v = &t.versions;
    assert_int_equal(v->rows.len, sizeof want / sizeof *want);
    for (size_t i = 0; i < v->rows.len; i++) {
        const hw_cell *cells = &v->cells.at[v->rows.at[i].cells_at];
        size_t first = cells[0].text ? 0 : 1;
        assert_true(
            hw_str_eq(hw_strings_get(&t.strings, cells[first].text), hw_str_of(want[i].text)));
        for (int k = 0; k < COUNT; k++)
            assert_int_equal(cells[k].word, want[i].words[k]);
        assert_int_equal(v->rows.at[i].differs, i != 2);
    }
    assert_int_equal(v->steps.len, COUNT - 1);
    assert_int_equal(v->steps.at[0].counts[HW_DRIFT_BY_VERSION], 2);
    assert_int_equal(v->steps.at[1].counts[HW_DRIFT_STACK_TO_HEAP], 1);
    drop(&t);
}

static void reports(void **state)
{
    (void)state;
    static const char text[] =
        "1.24 to 1.25: 2 claims agree, 2 by-version\n"
        "1.25 to 1.26: 2 claims agree, 1 stack-to-heap, 1 gone-stack\n"
        "\n"
        "function             claim                                    1.24   1.25   1.26\n"
        "p.F                  make([]int, n)                           heap  maybe      -\n"
        "p.F                  &T{...}                                 stack  stack   heap\n"
        "p.F                  append                                      -   heap   heap\n"
        "\n"
        "1 claim is the same in all versions (--all lists them)\n";
    const hw_report_options options = {.width = 80};
    hw_buf out = {0};
    hw_error err;
    const hw_byte_sink sink = {collect, &out};
    table t;
    make(&t);
    assert_int_equal(hw_versions_writer_named("text")->write(&t.versions, &options, &sink, &err),
                     HW_OK);
    if (!hw_str_eq(hw_buf_view(&out), hw_str_of(text)))
        fail_msg("%.*s", HW_STR_ARG(hw_buf_view(&out)));
    hw_buf_clear(&out);
    assert_int_equal(hw_versions_writer_named("json")->write(&t.versions, &options, &sink, &err),
                     HW_OK);
    assert_true(hw_str_has(hw_buf_view(&out), HW_STR("\"rows_total\": 4")));
    assert_true(hw_str_has(hw_buf_view(&out), HW_STR("\"verdict\": \"maybe\"")));
    assert_null(hw_versions_writer_named("xml"));
    hw_buf_free(&out);
    drop(&t);
}

/* Versions that could not be had, and one that is left alone. */
static void failures(void **state)
{
    (void)state;
    static const char text[] =
        "1.26 alone: there is nothing to compare it with\n"
        "1.20 could not be had: is no toolchain that go can select; give the path of its go\n"
        "    command\n";
    const hw_report_options options = {.width = 84};
    hw_buf out = {0};
    hw_error err;
    const hw_byte_sink sink = {collect, &out};
    hw_strings strings;
    hw_claims claims;
    hw_version_failure failure;
    assert_true(hw_strings_init(&strings));
    hw_claims_init(&claims, &strings);
    hw_versions v = {.strings = &strings};
    hw_go_version one = {.claims = &claims};
    assert_true(hw_strings_put(&strings, HW_STR("1.20"), &failure.asked) &&
                hw_strings_put(&strings,
                               HW_STR("is no toolchain that go can select; give the path of its go "
                                      "command"),
                               &failure.why) &&
                hw_strings_put(&strings, HW_STR("./go1.26"), &one.asked) &&
                hw_strings_put(&strings, HW_STR("go1.26"), &one.go_version));
    assert_true(hw_vec_push(&v.list, one) && hw_vec_push(&v.failures, failure));
    assert_int_equal(hw_versions_writer_named("text")->write(&v, &options, &sink, &err), HW_OK);
    if (!hw_str_eq(hw_buf_view(&out), hw_str_of(text)))
        fail_msg("%.*s", HW_STR_ARG(hw_buf_view(&out)));
    hw_buf_free(&out);
    hw_versions_free(&v);
    hw_claims_free(&claims);
    hw_strings_free(&strings);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows),
        cmocka_unit_test(reports),
        cmocka_unit_test(failures),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
