/* Which logs went through a filter, and which have nothing else to say. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "diag_text.h"
#include "join/filtered.h"

enum { MANY = 250, SIZE = 1 << 17 };

/* A package of many functions, declared by `decl` with a number, and one verdict in each. */
static bool filtered(const char *header, const char *decl, unsigned decls, const char *verdict)
{
    static char text[SIZE];
    test_log l;
    size_t n = (size_t)snprintf(text, SIZE, "%s", header);
    for (unsigned i = 1; i <= MANY; i++) {
        if (i <= decls)
            n +=
                (size_t)snprintf(text + n, SIZE - n, "./a.go:%u:6: can inline f%u%s\n", i, i, decl);
        n += (size_t)snprintf(text + n, SIZE - n, "./a.go:%u:20: %s\n", i, verdict);
    }
    assert_true(n < SIZE);
    test_log_text(&l, (hw_str){text, n});
    assert_int_equal(l.claims.not_understood.len, 0);
    bool headers = l.claims.blocks.at[0].package != 0;
    bool is = hw_is_filtered(&l.claims, headers);
    test_log_free(&l);
    return is;
}

#define AS(signature) " with cost 7 as: " signature " { return &T{...} }"

static void generated_tables_are_whole(void **state)
{
    (void)state;
    static const char *const signatures[] = {
        AS("func() *T"),       AS("func(int, float64) (*T, string)"),
        AS("func(T) []byte"),  AS("method(T) func() *T"),
        AS("func() func(*T)"),
    };
    for (size_t i = 0; i < sizeof signatures / sizeof *signatures; i++)
        if (filtered("# p\n", signatures[i], MANY, "&T{...} escapes to heap"))
            fail_msg("%s", signatures[i]);
    /* main and one large function, and what they instantiate */
    assert_false(filtered(
        "# p\n./b.go:1:6: cannot inline main: recursive\n"
        "/q/q.go:1:6: can inline q.(*P[int]).A" AS(
            "method(*q.P[int]) func() int") "\n"
                                            "/q/q.go:2:6: can inline q.(*P[int]).B" AS(
                                                "method(*q.P[int]) func() int") "\n"
                                                                                "/q/q.go:3:6: can "
                                                                                "inline "
                                                                                "q.(*P[int]).C" AS(
                                                                                    "method(*q.P["
                                                                                    "int]) func() "
                                                                                    "int") "\n"
                                                                                           "/q/"
                                                                                           "q.go:1:"
                                                                                           "7: "
                                                                                           "leaking"
                                                                                           " param:"
                                                                                           " q.x\n",
        "", 1, "&T{...} escapes to heap"));
}

static void grep_leaves_signatures(void **state)
{
    (void)state;
    static const char *const signatures[] = {
        AS("func(*S) *T"),          AS("func(int, []byte) *T"),
        AS("func(string) *T"),      AS("func(int, map[string]int) *T"),
        AS("func(func()) *T"),      AS("func(interface {}) *T"),
        AS("method(*T) func() *T"), AS("method(T) func(int, chan int) *T"),
    };
    for (size_t i = 0; i < sizeof signatures / sizeof *signatures; i++)
        if (!filtered("# p\n", signatures[i], MANY, "&T{...} escapes to heap"))
            fail_msg("%s", signatures[i]);
}

static void what_is_not_known_is_missing(void **state)
{
    (void)state;
    assert_true(filtered("# p\n", "", MANY, "&T{...} escapes to heap"));           /* -m */
    assert_true(filtered("# p\n", AS("func() *T"), 0, "&T{...} escapes to heap")); /* no lines */
    assert_true(filtered("# p\n", AS("func() *T"), MANY, "&T{...} does not escape"));
    assert_true(filtered("", AS("func() *T"), MANY, "&T{...} escapes to heap"));
    /* three functions are enough, and one that ends in the middle of its signature */
    assert_true(filtered("# p\n./b.go:1:6: can inline a" AS(
                             "func(*T) int") "\n"
                                             "./b.go:2:6: can inline b" AS(
                                                 "func(*T) int") "\n"
                                                                 "./b.go:3:6: can inline c with "
                                                                 "cost 3 as: func(*T { }\n",
                         AS("func() *T"), MANY, "&T{...} escapes to heap"));
}

/* Some functions of a header, then others that take no pointers. */
static bool filtered_beside(unsigned n, const char *decl, unsigned others)
{
    char header[2048] = "# p\n";
    size_t len = strlen(header);
    for (unsigned i = 1; i <= n; i++)
        len += (size_t)snprintf(header + len, sizeof header - len, "./b.go:%u:6: %s\n", i, decl);
    assert_true(len < sizeof header);
    return filtered(header, AS("func() *T"), others, "&T{...} escapes to heap");
}

/* Functions without a signature leave it open, unless they are a handful or no more than the
 * others. Two that take a pointer may take it without a name. */
static void functions_without_signatures(void **state)
{
    static const char large[] = "cannot inline g: recursive";
    (void)state;
    assert_false(filtered_beside(9, large, 1));
    assert_true(filtered_beside(10, large, 1));
    assert_true(filtered_beside(11, large, 10));
    assert_false(filtered_beside(11, large, 11));
    assert_false(filtered_beside(2, "can inline g" AS("func(*T) int"), MANY));
    assert_true(filtered_beside(3, "can inline g" AS("func(*T) int"), MANY));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(generated_tables_are_whole),
        cmocka_unit_test(grep_leaves_signatures),
        cmocka_unit_test(what_is_not_known_is_missing),
        cmocka_unit_test(functions_without_signatures),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
