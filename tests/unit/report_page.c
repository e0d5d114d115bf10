#include "report_sink.h"

#include "base/utf8.h"
#include "go/goname.h"
#include "report/page.h"

static void test_sizes(void **state)
{
    static const struct {
        int64_t bytes;
        const char *unit, *want;
    } rows[] = {
        {0, NULL, "0"},
        {1, NULL, "1B"},
        {1023, "auto", "1023B"},
        {1024, NULL, "1kB"},
        {1536, NULL, "1.50kB"},
        {1048571, NULL, "1MB"}, /* "1024.00kB" otherwise */
        {1048570, NULL, "1023.99kB"},
        {14690000, NULL, "14.01MB"},
        {-14690000, NULL, "-14.01MB"},
        {INT64_MAX, NULL, "8EB"},
        {INT64_MIN, NULL, "-8EB"},
        {1536, "b", "1536B"},
        {1536, "mb", "0"},
        {15360, "mb", "0.01MB"},
        {INT64_C(5) << 30, "kb", "5242880kB"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char text[HW_SIZE_TEXT];
        hw_size_text(rows[i].bytes, rows[i].unit, text);
        assert_string_equal(text, rows[i].want);
    }
}

static void fits(hw_str s, size_t columns, const char *want)
{
    hw_buf b = {0};
    hw_byte_sink to = keeping(&b);
    hw_page p;
    hw_page_init(&p, &to, false, NULL);
    size_t took = hw_page_fit(&p, s, columns);
    assert_int_equal(hw_page_finish(&p), HW_OK);
    assert_string_equal(kept(&b), want);
    assert_int_equal(took, hw_text_columns(hw_str_of(want)));
    assert_true(took <= columns);
    hw_buf_free(&b);
}

static void test_fit(void **state)
{
    (void)state;
    fits(HW_STR("store.(*Store).Blob"), 19, "store.(*Store).Blob");
    fits(HW_STR("store.(*Store).Blob"), 18, "store.(*...e).Blob");
    fits(HW_STR("store.(*Store).Blob"), 5, "store");
    fits(HW_STR(""), 0, "");
    fits(HW_STR("\033[31mred\r\n"), 20, "?[31mred??");
    fits(HW_STR("\xff\xc2\x9b\xe2\x80\xae"), 20, "???");
    /* Four wide characters are eight columns, an accent is none. */
    fits(HW_STR("\xe4\xb8\x96\xe4\xb8\x96\xe4\xb8\x96\xe4\xb8\x96"), 8,
         "\xe4\xb8\x96\xe4\xb8\x96\xe4\xb8\x96\xe4\xb8\x96");
    fits(HW_STR("\xe4\xb8\x96\xe4\xb8\x96\xe4\xb8\x96\xe4\xb8\x96"), 7,
         "\xe4\xb8\x96\xe4\xb8\x96\xe4\xb8\x96");
    fits(HW_STR("e\xcc\x81t\xc3\xa9"), 3, "e\xcc\x81t\xc3\xa9");
}

/* A name of nothing but accents takes no column and yet must not flood the terminal. */
static void test_marks_are_bounded(void **state)
{
    (void)state;
    char text[2000];
    for (size_t i = 0; i < sizeof text; i += 2)
        text[i] = '\xcc', text[i + 1] = '\x81';
    fits((hw_str){text, sizeof text}, 10, "\xcc\x81\xcc\x81\xcc\x81\xcc\x81");
}

static void wraps(const char *text, size_t indent, size_t used, size_t columns, const char *want)
{
    hw_buf b = {0};
    hw_byte_sink to = keeping(&b);
    hw_page p;
    hw_page_init(&p, &to, false, NULL);
    hw_page_wrap(&p, hw_str_of(text), indent, used, columns);
    assert_int_equal(hw_page_finish(&p), HW_OK);
    assert_string_equal(kept(&b), want);
    hw_buf_free(&b);
}

static void test_wrap(void **state)
{
    (void)state;
    wraps("one two three four", 2, 0, 10, "one two\n  three\n  four\n");
    wraps("one two", 2, 6, 20, "one two\n");
    wraps("", 2, 6, 20, "\n");
    wraps("  two  spaces ", 0, 0, 20, "two spaces\n");
    wraps("averyveryverylongword x", 2, 0, 12, "avery...word\n  x\n");
}

static void test_no_command_to_a_ci_system(void **state)
{
    (void)state;
    fits(HW_STR("::error file=a.go::x"), 40, "?:error file=a.go::x");
    fits(HW_STR(" \xc2\xa0\xe3\x80\x80::x"), 40, " \xc2\xa0\xe3\x80\x80?:x");
    fits(HW_STR(":"), 40, "?"); /* and ours behind it */
    fits(HW_STR("a::x ##[group]b"), 40, "a::x ?#[group]b");
    fits(HW_STR("##vso[task.complete]##teamcity[x"), 40, "?#vso[task.complete]?#teamcity[x");
    fits(HW_STR("##x #[ ##"), 40, "##x #[ ##");
    wraps("one ::e two", 2, 0, 6, "one\n  ?:e\n  two\n");
}

static void test_what_is_invisible(void **state)
{
    (void)state;
    static const uint32_t hidden[] = {
        0,      0x1b,   0x7f,    0x9b,    0xad,    0x34f,   0x61c,   0x115f,   0x1160,
        0x17b4, 0x180b, 0x180e,  0x200b,  0x200d,  0x200e,  0x2028,  0x202e,   0x2060,
        0x2064, 0x2066, 0x206f,  0x3164,  0xfdd0,  0xfe0f,  0xfeff,  0xffa0,   0xfff9,
        0xfffb, 0xfffe, 0x1d173, 0x1ffff, 0xe0001, 0xe0041, 0xe01ef, 0x10ffff, 0x110000};
    static const uint32_t shown[] = {' ',    '~',    0xa0,   0xac,    0xae,    0x301,
                                     0x3b1,  0x200a, 0x2010, 0x2027,  0x205f,  0x3042,
                                     0xfe10, 0xffa1, 0xfffd, 0x1f600, 0xe1000, 0x10fffd};
    for (size_t i = 0; i < sizeof hidden / sizeof *hidden; i++)
        assert_false(hw_utf8_shown(hidden[i]));
    for (size_t i = 0; i < sizeof shown / sizeof *shown; i++)
        assert_true(hw_utf8_shown(shown[i]));
}

static void names(hw_status (*make)(hw_str, hw_buf *), const char *from, const char *want)
{
    hw_buf b = {0};
    assert_int_equal(make(hw_str_of(from), &b), HW_OK);
    assert_string_equal(kept(&b), want);
    hw_buf_free(&b);
}

static void test_go_names(void **state)
{
    (void)state;
    names(hw_go_name, "example.com/shop/internal/store.(*Store).Blob", "store.(*Store).Blob");
    names(hw_go_name, "main.main", "main.main");
    names(hw_go_name, "a/b.F[...]", "b.F[...]");
    names(hw_go_name, "a/b.F[go.shape.struct { c/d.X int }].func1", "b.F[...].func1");
    names(hw_go_name, "a/b.F[c/d.E]", "b.F[c/d.E]");
    names(hw_go_name, "", "");
    names(hw_go_name, "github.com/jackc/pgx/v5.(*Conn).Exec", "pgx.(*Conn).Exec");
    names(hw_go_name, "a/v10.F[b/v2.T]", "a.F[b/v2.T]");
    names(hw_go_name, "a/v2", "a");
    names(hw_go_name, "a/v1.F", "v1.F");
    names(hw_go_name, "a/v2x.F", "v2x.F");
    names(hw_go_name, "v2.F", "v2.F");
    names(hw_go_name, "/v2.F", ".F");
    names(hw_go_name, "gopkg.in/yaml.v3.Marshal", "yaml.v3.Marshal");
    names(hw_go_expression,
          "(*cache.LRU[go.shape.string,go.shape.[]uint8]).Put(s.sku, "
          "&cache..dict.LRU[string,[]uint8], sku, buf)",
          "(*cache.LRU[...]).Put(s.sku, sku, buf)");
    names(hw_go_expression, "F(&pkg..dict.F[int])", "F()");
    names(hw_go_expression, "F(&&&pkg..dict.F[int], &a, &b)", "F(&a, &b)");
    names(hw_go_expression, "&a&&b & c&", "&a&&b & c&");
    names(hw_go_expression, "F(&pkg..dict.F[int, &pkg..dict.G, x[go.shape.int]",
          "F([int, x[go.shape.int]");
    names(hw_go_expression, "a[go.shape.int] + b[go.shape.[go.shape.int]",
          "a[...] + b[go.shape.[go.shape.int]");
    names(hw_go_expression, "x[i] & y[go.shape.", "x[i] & y[go.shape.");
    names(hw_go_expression, "&T{...} escapes to heap", "&T{...} escapes to heap");
}

static void test_colour(void **state)
{
    (void)state;
    for (int colour = 0; colour < 2; colour++) {
        hw_buf b = {0};
        hw_byte_sink to = keeping(&b);
        hw_page p;
        hw_page_init(&p, &to, colour != 0, NULL);
        hw_page_style(&p, HW_STYLE_GREEN);
        hw_page_printf(&p, "x");
        hw_page_style(&p, HW_STYLE_PLAIN);
        assert_int_equal(hw_page_finish(&p), HW_OK);
        assert_string_equal(kept(&b), colour ? "\033[32mx\033[0m" : "x");
        hw_buf_free(&b);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sizes),
        cmocka_unit_test(test_fit),
        cmocka_unit_test(test_marks_are_bounded),
        cmocka_unit_test(test_wrap),
        cmocka_unit_test(test_no_command_to_a_ci_system),
        cmocka_unit_test(test_what_is_invisible),
        cmocka_unit_test(test_go_names),
        cmocka_unit_test(test_colour),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
