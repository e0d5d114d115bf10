#include "report_sink.h"

#include <math.h>
#include <string.h>

#include "base/jsonw.h"

static void check(void (*write)(hw_jsonw *w), unsigned lines, const char *want)
{
    hw_buf b = {0};
    hw_byte_sink to = keeping(&b);
    hw_jsonw w;
    hw_jsonw_init(&w, &to, lines, NULL);
    write(&w);
    assert_int_equal(hw_jsonw_finish(&w), HW_OK);
    assert_string_equal(kept(&b), want);
    hw_buf_free(&b);
}

static void nested(hw_jsonw *w)
{
    hw_jsonw_object(w);
    hw_jsonw_key(w, "a");
    hw_jsonw_array(w);
    hw_jsonw_object(w);
    hw_jsonw_key(w, "x");
    hw_jsonw_i64(w, INT64_MIN);
    hw_jsonw_key(w, "y");
    hw_jsonw_u64(w, UINT64_MAX);
    hw_jsonw_end(w);
    hw_jsonw_array(w);
    hw_jsonw_bool(w, true);
    hw_jsonw_bool(w, false);
    hw_jsonw_null(w);
    hw_jsonw_end(w);
    hw_jsonw_end(w);
    hw_jsonw_key(w, "b");
    hw_jsonw_object(w);
    hw_jsonw_end(w);
    hw_jsonw_key(w, "c");
    hw_jsonw_cstr(w, NULL);
    hw_jsonw_end(w);
}

static void test_layout(void **state)
{
    (void)state;
    check(nested, 0,
          "{\"a\": [{\"x\": -9223372036854775808, \"y\": 18446744073709551615}, "
          "[true, false, null]], \"b\": {}, \"c\": null}\n");
    check(nested, 2,
          "{\n"
          "  \"a\": [\n"
          "    {\"x\": -9223372036854775808, \"y\": 18446744073709551615},\n"
          "    [true, false, null]\n"
          "  ],\n"
          "  \"b\": {},\n"
          "  \"c\": null\n"
          "}\n");
}

static void strings(hw_jsonw *w)
{
    hw_jsonw_array(w);
    hw_jsonw_str(w, HW_STR("plain \"quoted\" back\\slash/"));
    hw_jsonw_str(w, HW_STR("\0\b\t\n\f\r\x1f\x7f"));
    hw_jsonw_str(w,
                 HW_STR("\xc2\x9b\xe2\x80\xa8\xe2\x80\xa9\xe2\x80\xae")); /* CSI, separators, RLO */
    hw_jsonw_str(w, HW_STR("a\xff\xfe"
                           "b\xc3"));
    hw_jsonw_str(w, HW_STR("\xed\xa0\x80\xc0\x80")); /* a surrogate, an overlong NUL */
    hw_jsonw_str(w, HW_STR("h\xc3\xa9 \xe2\x86\x90 \xf0\x9f\x99\x82"));
    hw_jsonw_str(w, HW_STR("\xf3\xbf\xbf\xbf")); /* U+FFFFF, a noncharacter */
    hw_jsonw_str(w, (hw_str){0});
    hw_jsonw_end(w);
}

static void test_strings(void **state)
{
    (void)state;
    check(strings, 1,
          "[\n"
          "  \"plain \\\"quoted\\\" back\\\\slash/\",\n"
          "  \"\\u0000\\b\\t\\n\\f\\r\\u001f\\u007f\",\n"
          "  \"\\u009b\\u2028\\u2029\\u202e\",\n"
          "  \"a\xef\xbf\xbd\xef\xbf\xbd"
          "b\xef\xbf\xbd\",\n"
          "  \"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\",\n"
          "  \"h\xc3\xa9 \xe2\x86\x90 \xf0\x9f\x99\x82\",\n"
          "  \"\\udbbf\\udfff\",\n"
          "  \"\"\n"
          "]\n");
}

static void numbers(hw_jsonw *w)
{
    hw_jsonw_array(w);
    hw_jsonw_fixed(w, 0.95, 2);
    hw_jsonw_fixed(w, -0.001, 2);
    hw_jsonw_fixed(w, -12.3456, 3);
    hw_jsonw_fixed(w, 2.5, 0);
    hw_jsonw_fixed(w, (double)NAN, 2);
    hw_jsonw_fixed(w, (double)INFINITY, 2);
    hw_jsonw_fixed(w, 1e300, 2);
    hw_jsonw_end(w);
}

static void test_numbers(void **state)
{
    (void)state;
    check(numbers, 0, "[0.95, 0.00, -12.346, 3, null, null, null]\n");
}

static void test_long_strings_pass_the_buffer(void **state)
{
    (void)state;
    hw_buf b = {0};
    hw_byte_sink to = keeping(&b);
    hw_jsonw w;
    char text[3 * HW_OUT_BUFFER];
    memset(text, 'x', sizeof text);
    hw_jsonw_init(&w, &to, 0, NULL);
    hw_jsonw_str(&w, (hw_str){text, sizeof text});
    assert_int_equal(hw_jsonw_finish(&w), HW_OK);
    assert_int_equal(b.n, sizeof text + 3);
    assert_memory_equal(b.p + 1, text, sizeof text);
    hw_buf_free(&b);
}

static void test_errors_stick(void **state)
{
    (void)state;
    hw_buf b = {.max = 4};
    hw_byte_sink to = keeping(&b);
    hw_jsonw w;
    hw_error err;
    hw_jsonw_init(&w, &to, 0, &err);
    hw_jsonw_cstr(&w, "more than four bytes");
    assert_int_equal(hw_jsonw_finish(&w), HW_IO);
    assert_string_equal(err.message, "full");
    assert_int_equal(b.n, 0);
    hw_buf_free(&b);
}

static void test_nesting_is_bounded(void **state)
{
    (void)state;
    hw_buf b = {0};
    hw_byte_sink to = keeping(&b);
    hw_jsonw w;
    hw_jsonw_init(&w, &to, 0, NULL);
    for (int i = 0; i < 100; i++)
        hw_jsonw_array(&w);
    assert_int_equal(hw_jsonw_finish(&w), HW_LIMIT);
    hw_jsonw_init(&w, &to, 0, NULL);
    hw_jsonw_object(&w);
    hw_jsonw_null(&w); /* without a key */
    assert_int_equal(hw_jsonw_finish(&w), HW_LIMIT);
    hw_buf_free(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_layout),       cmocka_unit_test(test_strings),
        cmocka_unit_test(test_numbers),      cmocka_unit_test(test_long_strings_pass_the_buffer),
        cmocka_unit_test(test_errors_stick), cmocka_unit_test(test_nesting_is_bounded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
