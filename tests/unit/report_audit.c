/* The writers against goldens in tests/data/report; HW_UPDATE_GOLDEN=1 writes them anew. */
#include "report_sink.h"

#include <stdlib.h>
#include <string.h>

#include "golden.h"
#include "report_fixture.h"
#include "session/formats.h"
#include "verdict/audit_filter.h"

static void written(const hw_audit *a, const char *format, const hw_report_options *o, hw_buf *b)
{
    const hw_audit_writer *w = hw_audit_writer_named(format);
    hw_byte_sink to = keeping(b);
    hw_error err;
    hw_buf_clear(b);
    assert_non_null(w);
    assert_int_equal(w->write(a, o, &to, &err), HW_OK);
    kept(b);
}

/* No control character but newlines, no line wider than the table (long words of ours excepted). */
static void safe_and_fitted(const hw_buf *b, size_t width)
{
    size_t column = 0;
    for (size_t i = 0; i < b->n; i++) {
        unsigned char c = (unsigned char)b->p[i];
        assert_true(c == '\n' || (c >= 0x20 && c != 0x7f));
        if (c == '\n') {
            assert_true(column <= width);
            column = 0;
        } else if ((c & 0xc0) != 0x80) {
            column++;
        }
    }
}

static void test_text(void **state)
{
    static const struct {
        const char *golden;
        hw_report_options options;
    } rows[] = {
        {"audit.60.txt", {.width = 60}},
        {"audit.100.txt", {.width = 0}},
        {"audit.160.txt", {.width = 160, .all = true}},
        {"audit.2.txt", {.width = 100, .nodecount = 2, .unit = "kb"}},
    };
    (void)state;
    fixture f;
    hw_buf b = {0};
    fixture_make(&f);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        written(&f.audit, "text", &rows[i].options, &b);
        safe_and_fitted(&b, rows[i].options.width ? rows[i].options.width : 100);
        same_as_golden(&b, rows[i].golden);
    }
    written(&f.audit, "text", &(hw_report_options){.width = 100, .colour = true}, &b);
    same_as_golden(&b, "audit.colour.txt");
    hw_buf_free(&b);
    fixture_free(&f);
}

static void test_json(void **state)
{
    (void)state;
    fixture f;
    hw_buf b = {0};
    fixture_make(&f);
    written(&f.audit, "json", &(hw_report_options){.nodecount = 4}, &b);
    same_as_golden(&b, "audit.json");
    written(&f.audit, "json", &(hw_report_options){.all = true}, &b);
    same_as_golden(&b, "audit.all.json");
    hw_buf_free(&b);
    fixture_free(&f);
}

/* A delta profile of two sample types: no `inuse`, negative values. */
static void test_two_values(void **state)
{
    (void)state;
    fixture f;
    hw_buf b = {0};
    fixture_make(&f);
    f.profile.present = 1u << HW_ALLOC_OBJECTS | 1u << HW_ALLOC_SPACE;
    f.profile.delta = true;
    f.profile.period = 0;
    f.profile.inputs.at[0].duration_nanos = INT64_C(10000000000);
    f.audit.sort = HW_ALLOC_SPACE;
    f.audit.findings.at[4].values.v[HW_ALLOC_SPACE] = -2048;
    f.audit.totals.v[HW_ALLOC_SPACE] -= 2048 + 16;
    f.audit.coverage[HW_UNDIAGNOSED].v[HW_ALLOC_SPACE] = -2048;
    written(&f.audit, "text", &(hw_report_options){0}, &b);
    safe_and_fitted(&b, 100);
    same_as_golden(&b, "two-values.txt");
    written(&f.audit, "json", &(hw_report_options){0}, &b);
    same_as_golden(&b, "two-values.json");
    f.audit.sort = HW_ALLOC_OBJECTS;
    f.profile.period = 1;
    written(&f.audit, "text", &(hw_report_options){.nodecount = 1}, &b);
    same_as_golden(&b, "objects.txt");
    hw_buf_free(&b);
    fixture_free(&f);
}

/* Nothing at all: no samples, no log. */
static void test_empty(void **state)
{
    (void)state;
    fixture f;
    hw_buf b = {0};
    assert_true(hw_strings_init(&f.strings));
    hw_profile_init(&f.profile, &f.strings);
    hw_claims_init(&f.claims, &f.strings);
    hw_audit_init(&f.audit);
    f.audit.profile = &f.profile;
    f.audit.claims = &f.claims;
    f.audit.strings = &f.strings;
    written(&f.audit, "text", &(hw_report_options){0}, &b);
    same_as_golden(&b, "empty.txt");
    written(&f.audit, "json", &(hw_report_options){.all = true}, &b);
    same_as_golden(&b, "empty.json");
    hw_buf_free(&b);
    fixture_free(&f);
}

/* A log and names that are nothing but noise: only that nothing breaks and nothing leaks through.
 */
static void test_noise(void **state)
{
    (void)state;
    fixture f;
    hw_buf b = {0};
    static const char alphabet[] = "[]&/.()go.shape\033\n\xe2\x80\xae\xff\0 ";
    char noise[600];
    uint32_t x = 1;
    fixture_make(&f);
    for (int round = 0; round < 50; round++) {
        for (size_t i = 0; i < sizeof noise; i++) {
            x = x * 1664525u + 1013904223u;
            noise[i] = alphabet[(x >> 16) % (sizeof alphabet - 1)];
        }
        hw_str s = {noise, sizeof noise};
        for (size_t i = 0; i < f.audit.findings.len; i++) {
            hw_finding *g = &f.audit.findings.at[i];
            assert_true(hw_strings_put(&f.strings, s, &g->function));
            assert_true(hw_strings_put(&f.strings, hw_str_from(s, 100), &g->path));
            assert_true(hw_strings_put(&f.strings, hw_str_from(s, 300), &g->why));
        }
        for (size_t i = 0; i < f.claims.list.len; i++) {
            f.claims.list.at[i].at = 0;
            f.claims.list.at[i].len = sizeof noise;
        }
        f.claims.inputs.at[0].text = s;
        written(&f.audit, "text", &(hw_report_options){.width = 80, .all = true}, &b);
        for (size_t i = 0; i < b.n; i++)
            assert_true(b.p[i] == '\n' || (unsigned char)b.p[i] >= 0x20);
        written(&f.audit, "json", &(hw_report_options){.all = true}, &b);
        for (size_t i = 0; i < b.n; i++)
            assert_true(b.p[i] == '\n' || (unsigned char)b.p[i] >= 0x20);
    }
    hw_buf_free(&b);
    fixture_free(&f);
}

static void test_sink_errors_are_returned(void **state)
{
    (void)state;
    fixture f;
    fixture_make(&f);
    for (const hw_audit_writer *const *w = hw_audit_writers; *w; w++) {
        hw_buf b = {.max = 10};
        hw_byte_sink to = keeping(&b);
        hw_error err;
        assert_int_equal((*w)->write(&f.audit, &(hw_report_options){0}, &to, &err), HW_IO);
        assert_string_equal(err.message, "full");
        hw_buf_free(&b);
    }
    fixture_free(&f);
}

static hw_status contains(const void *pattern, hw_str text, bool *ret, hw_error *err)
{
    if (strcmp(pattern, "fail") == 0)
        return hw_fail(err, HW_LIMIT, HW_STR("pattern"), "too hard");
    *ret = hw_str_has(text, hw_str_of(pattern));
    return HW_OK;
}

static void test_filter(void **state)
{
    (void)state;
    fixture f;
    hw_buf b = {0};
    fixture_make(&f);
    int64_t before = f.audit.totals.v[HW_INUSE_SPACE];
    hw_filter filter = {.match = contains, .focus = "internal", .ignore = ".Four"};
    assert_int_equal(hw_audit_filter(&f.audit, &filter, NULL), HW_OK);
    assert_int_equal(f.audit.findings.len, 3); /* the nameless one does not match */
    assert_int_equal(f.audit.findings.at[2].rank, 3);
    assert_int_equal(f.audit.before.findings, 5);
    assert_int_equal(f.audit.before.totals.v[HW_INUSE_SPACE], before);
    assert_int_equal(f.audit.totals.v[HW_INUSE_SPACE], 14690000 + 480000 + 150000);
    assert_int_equal(f.audit.coverage[HW_AMBIGUOUS].v[HW_ALLOC_SPACE], 0);
    assert_int_equal(f.audit.without_bytes.len, 2);
    const hw_report_options shown = {.focus = "internal", .ignore = ".Four"};
    written(&f.audit, "text", &shown, &b);
    same_as_golden(&b, "filter.txt");
    written(&f.audit, "json", &shown, &b);
    same_as_golden(&b, "filter.json");
    filter = (hw_filter){.match = contains, .focus = "set.put"}; /* an inlined frame */
    assert_int_equal(hw_audit_filter(&f.audit, &filter, NULL), HW_OK);
    assert_int_equal(f.audit.findings.len, 1);
    assert_int_equal(f.audit.before.findings, 5);
    assert_int_equal(f.audit.unobserved + f.audit.upheld, 0);
    filter = (hw_filter){.match = contains, .focus = "fail"};
    assert_int_equal(hw_audit_filter(&f.audit, &filter, NULL), HW_LIMIT);
    hw_buf_free(&b);
    fixture_free(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_text),       cmocka_unit_test(test_json),
        cmocka_unit_test(test_two_values), cmocka_unit_test(test_empty),
        cmocka_unit_test(test_noise),      cmocka_unit_test(test_sink_errors_are_returned),
        cmocka_unit_test(test_filter),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
