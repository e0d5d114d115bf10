/* Every allocation of making a log plain fails once: coloured, cut by a container runtime, JSON,
 * also over lines. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "fault/failing_malloc.h"
#include "unit/diag_text.h"

#define CRI "2026-01-02T03:04:05.6Z stderr "

/* Three rounds: colours out, parts together, objects unwrapped. */
static const char three_rounds[] =
    "\x1b[31m" CRI "F {\"log\":\"# p\\na.go:1:2: x escapes to heap\\n\"}\x1b[m\n" CRI
    "P {\"log\":\"a.go:2:2: y esca\n" CRI "F pes to heap\\n\",\"stream\":\"stderr\"}\n" CRI
    "F {\"log\":\"a.go:3:2: z \",\"stream\":\"stderr\"}\n" CRI
    "F {\"log\":\"ok  \\tp\\t1s\\n\",\"stream\":\"stdout\"}\n" CRI
    "F {\"log\":\"does not escape\\n\",\"stream\":\"stderr\"}\n" CRI "F {\"log\":\"cut\n" CRI
    "F what is this\n";

static void check_three_rounds(const hw_claims *c)
{
    assert_int_equal(c->inputs.len, 1);
    assert_int_equal(c->blocks.len, 1);
    assert_int_equal(c->list.len, 3);
    assert_int_equal(c->wrapped, 5);
    assert_int_equal(c->prefixed, 8);
    assert_int_equal(c->invalid_json, 1);
    assert_int_equal(c->invalid_json_line, 7);
    assert_int_equal(c->made.len, 1); /* of the last round */
    assert_int_equal(c->not_understood.len, 1);
    assert_int_equal(c->not_understood.at[0].line, 8);
}

/* The objects begin behind what is looked at first: read as text, taken back, unwrapped, read. */
enum { PLAIN_LINES = 2000, PLAIN_BYTES = 600 };
static char late[PLAIN_LINES * PLAIN_BYTES + 256];

static void make_late(void)
{
    char name[PLAIN_BYTES];
    size_t n = 0;
    memset(name, 'x', sizeof name);
    name[PLAIN_BYTES - 60] = 0;
    for (int i = 0; i < PLAIN_LINES; i++)
        n += (size_t)snprintf(late + n, sizeof late - n, "a.go:1: \"%s\" does not escape\n", name);
    snprintf(late + n, sizeof late - n, "{\"log\":\"a.go:2:2: y escapes to heap\\n\"}\n");
    assert_true(n > 1 << 20);
}

static void check_late(const hw_claims *c)
{
    assert_int_equal(c->wrapped, 1);
    assert_int_equal(c->made.len, 1);
    assert_int_equal(c->list.len, PLAIN_LINES + 1);
    assert_int_equal(c->not_understood.len, 0);
}

/* Two rounds: objects to lines of their own, unwrapped. */
static const char over_lines[] =
    "[\n  {\n    \"msg\": \"# p\\na.go:1:2: x escapes to heap\"\n  },\n"
    "  { \"msg\":\n\"a.go:2:2: y escapes to heap\" }\n]\n";

static void check_over_lines(const hw_claims *c)
{
    assert_int_equal(c->wrapped, 2);
    assert_int_equal(c->made.len, 1);
    assert_int_equal(c->list.len, 2);
    assert_int_equal(c->not_understood.len, 0);
}

typedef struct wrapped {
    const char *text;
    void (*check)(const hw_claims *c);
} wrapped;

static void read_wrapped(const void *ctx)
{
    const wrapped *w = ctx;
    hw_str text = hw_str_of(w->text);
    test_log l;
    hw_claims *c = &l.claims;
    hw_error err;
    test_log_init(&l);
    hw_failing_start();
    hw_status status = hw_diag_read(c, HW_STR("1"), text, NULL, &err);
    bool failed = hw_failing_stop();
    if (status != HW_OK) {
        assert_true(failed);
        assert_int_equal(status, HW_NOMEM);
        assert_string_equal(err.message, "out of memory");
        assert_int_equal(c->inputs.len + c->list.len + c->made.len + c->lines + c->wrapped, 0);
        assert_int_equal(hw_diag_read(c, HW_STR("1"), text, NULL, &err), HW_OK);
    }
    w->check(c);
    test_log_free(&l);
}

static void rounds(void **state)
{
    (void)state;
    hw_fail_each(read_wrapped, &(wrapped){three_rounds, check_three_rounds}, 20);
}

static void objects_over_lines(void **state)
{
    (void)state;
    hw_fail_each(read_wrapped, &(wrapped){over_lines, check_over_lines}, 10);
}

static void late_objects(void **state)
{
    (void)state;
    make_late();
    hw_fail_each(read_wrapped, &(wrapped){late, check_late}, 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(rounds),
                                       cmocka_unit_test(objects_over_lines),
                                       cmocka_unit_test(late_objects)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
