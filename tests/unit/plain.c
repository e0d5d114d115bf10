/* Text to text: what stands around the compiler's lines is taken off, and every line that is left
 * knows where it came from. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/error.h"
#include "plain/plain.h"

#define CRI "2026-01-02T03:04:05.6Z stderr "

static void is_text(hw_str got, const char *want)
{
    if (!hw_str_eq(got, hw_str_of(want)))
        fail_msg("got:\n%.*s\nwanted:\n%s", HW_STR_ARG(got), want);
}

static void plain_text_stays(void **state)
{
    static const char text[] = "# p\na.go:1:2: x escapes to heap\n12 {\n";
    hw_plain p;
    hw_error err;
    bool again = true;
    (void)state;
    assert_int_equal(hw_plain_make(&p, HW_STR(text), &err), HW_OK);
    assert_ptr_equal(p.text.p, text);
    assert_int_equal(p.n, 0);
    assert_int_equal(hw_plain_origin(&p, 2), 2);
    assert_int_equal(hw_plain_again(&p, false, true, &again, &err), HW_OK); /* nothing wrapped */
    assert_false(again);
    assert_ptr_equal(p.text.p, text);
    hw_plain_free(&p);
}

/* Colours in objects in the parts of a container's lines. */
static void one_in_another(void **state)
{
    static const char text[] =
        "\xef\xbb\xbf" CRI "F {\"log\":\"# p\\na.go:1:2: x escapes to heap\\n\"}\n" CRI
        "P {\"log\":\"a.go:2:2: y esca\n" CRI "F pes to \\u001b[31mheap\\n\"}\n" CRI
        "F {\"log\":\"cut\n" CRI "F what is this\n";
    hw_plain p;
    hw_error err;
    (void)state;
    assert_int_equal(hw_plain_make(&p, HW_STR(text), &err), HW_OK);
    is_text(p.text, "# p\na.go:1:2: x escapes to heap\na.go:2:2: y escapes to heap\n"
                    "{\"log\":\"cut\nwhat is this\n");
    static const uint64_t from[] = {1, 1, 2, 4, 5};
    for (size_t i = 0; i < sizeof from / sizeof *from; i++)
        assert_int_equal(hw_plain_origin(&p, i + 1), from[i]);
    assert_int_equal(p.counts.prefixed, 5);
    assert_int_equal(p.counts.wrapped, 2);
    is_text((hw_str){p.counts.wrapped_in, p.counts.wrapped_in_len}, "log");
    assert_int_equal(p.counts.invalid_json, 1);
    assert_int_equal(p.counts.invalid_json_line, 4);
    hw_plain_free(&p);
}

/* What begins behind the first bytes: the reader has to say so. */
static void found_late(void **state)
{
    enum { LINES = 1 << 16 };
    static const char line[] = "a.go:1:2: x escapes to heap\n",
                      end[] = "a.go:2:2: \x1b[1my escapes to heap\n";
    hw_buf text = {0};
    hw_plain p;
    hw_error err;
    bool again;
    (void)state;
    for (int i = 0; i < LINES; i++)
        assert_int_equal(hw_buf_str(&text, HW_STR(line)), HW_OK);
    assert_int_equal(hw_buf_str(&text, HW_STR(end)), HW_OK);
    assert_int_equal(hw_plain_make(&p, hw_buf_view(&text), &err), HW_OK);
    assert_ptr_equal(p.text.p, text.p);
    assert_int_equal(hw_plain_again(&p, true, false, &again, &err), HW_OK);
    assert_true(again);
    assert_true(hw_str_ends(p.text, HW_STR("\na.go:2:2: y escapes to heap\n")));
    assert_int_equal(p.text.n, text.n - 4);
    assert_int_equal(hw_plain_again(&p, false, false, &again, &err), HW_OK);
    assert_false(again);
    hw_plain_free(&p);
    hw_buf_free(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plain_text_stays),
        cmocka_unit_test(one_in_another),
        cmocka_unit_test(found_late),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
