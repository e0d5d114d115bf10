/* A text read in pieces by several threads gives what one reader in one go gives: every array,
 * every count, every error. */
#include <glob.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "diag/text_read.h"
#include "diag_text.h"

enum { MANY = 1 << 20 }; /* texts of more bytes are not cut at every line that allows it */

/* The text as second input, behind one that has blocks and strings already. */
static void read_text(test_result *r, hw_str text, size_t piece, unsigned threads,
                      const hw_limits *limits)
{
    static const char first[] =
        "# first\n/go1.21/a.go:1:6: can inline F with cost 3 as: func() {  }\n"
        "/go1.21/a.go:2:6: moved to heap: x\n";
    test_result_init(r, threads);
    assert_int_equal(hw_diag_read(&r->claims, HW_STR("first"), hw_str_of(first), NULL, NULL),
                     HW_OK);
    r->status = hw_read_pieces(&r->claims, HW_STR("text"), text, limits, piece, &r->error);
}

static void same_string(const test_result *a, const test_result *b, hw_sid x, hw_sid y)
{
    hw_str s = hw_strings_get(&a->strings, x), t = hw_strings_get(&b->strings, y);
    if (!hw_str_eq(s, t))
        fail_msg("\"%.*s\", not \"%.*s\"", HW_STR_ARG(t), HW_STR_ARG(s));
}

static void same_place(const test_result *a, const test_result *b, const hw_place *p,
                       const hw_place *q)
{
    assert_int_equal(p->block, q->block);
    assert_int_equal(p->line, q->line);
    assert_int_equal(p->col, q->col);
    same_string(a, b, p->file, q->file);
}

static void same_claim(const test_result *a, const test_result *b, const hw_claim *c,
                       const hw_claim *d)
{
    same_place(a, b, &c->place, &d->place);
    assert_int_equal(c->at, d->at);
    assert_int_equal(c->len, d->len);
    assert_int_equal(c->expr_at, d->expr_at);
    assert_int_equal(c->expr_len, d->expr_len);
    assert_int_equal(c->route, d->route);
    assert_int_equal(c->chain, d->chain);
    assert_int_equal(c->class, d->class);
    assert_int_equal(c->kind, d->kind);
    assert_int_equal(c->flags, d->flags);
}

/* For each element of both arrays, as `x` and `y`. */
#define EACH(array, T)                                                                             \
    assert_int_equal(a->claims.array.len, b->claims.array.len);                                    \
    for (const T *x = a->claims.array.at, *y = b->claims.array.at;                                 \
         a->claims.array.len && x < a->claims.array.at + a->claims.array.len; x++, y++)

static void same_blocks(const test_result *a, const test_result *b)
{
    EACH(blocks, hw_block)
    {
        same_string(a, b, x->package, y->package);
        same_string(a, b, x->variant, y->variant);
        assert_int_equal(x->input, y->input);
        assert_int_equal(x->line, y->line);
        assert_int_equal(x->at, y->at);
        assert_int_equal(x->len, y->len);
        assert_int_equal(x->declares_main, y->declares_main);
    }
    EACH(inputs, hw_log_input)
    {
        assert_int_equal(x->lines, y->lines);
    }
}

static void same_arrays(const test_result *a, const test_result *b)
{
    EACH(list, hw_claim)
    {
        same_claim(a, b, x, y);
    }
    EACH(leaks, hw_claim)
    {
        same_claim(a, b, x, y);
    }
    EACH(routes, hw_route)
    {
        assert_int_equal(x->at, y->at);
        assert_int_equal(x->len, y->len);
        assert_int_equal(x->input, y->input);
        assert_int_equal(x->next, y->next);
        assert_int_equal(x->reasons, y->reasons);
        same_string(a, b, x->function, y->function);
    }
    EACH(inlinings, hw_inlining)
    {
        same_place(a, b, &x->place, &y->place);
        same_string(a, b, x->callee, y->callee);
    }
    EACH(decls, hw_decl)
    {
        same_place(a, b, &x->place, &y->place);
        same_string(a, b, x->name, y->name);
        assert_int_equal(x->inlinable, y->inlinable);
    }
    EACH(hints, hw_hint)
    {
        same_place(a, b, &x->place, &y->place);
        assert_int_equal(x->kind, y->kind);
    }
    EACH(capturing, hw_sid)
    {
        same_string(a, b, *x, *y);
    }
    EACH(not_understood, hw_line_ref)
    {
        assert_int_equal(x->input, y->input);
        assert_int_equal(x->line, y->line);
        assert_int_equal(x->at, y->at);
        assert_int_equal(x->len, y->len);
    }
}

static void same_counts(const test_result *a, const test_result *b)
{
    const hw_claims *x = &a->claims, *y = &b->claims;
    assert_memory_equal(x->by_class, y->by_class, sizeof x->by_class);
    assert_memory_equal(x->patterns, y->patterns, sizeof x->patterns);
    assert_memory_equal(x->reasons, y->reasons, sizeof x->reasons);
    assert_int_equal(x->lines, y->lines);
    assert_int_equal(x->log_lines, y->log_lines);
    assert_int_equal(x->prefixed, y->prefixed);
    assert_int_equal(x->same_blocks, y->same_blocks);
    assert_int_equal(x->go.min, y->go.min);
    assert_int_equal(x->go.max, y->go.max);
    same_string(a, b, x->go_version, y->go_version);
}

/* In one go, and in pieces of several sizes by several threads. */
static void compare(hw_str text, const hw_limits *limits)
{
    static const struct {
        size_t piece;
        unsigned threads;
    } ways[] = {{1, 1}, {1, 7}, {700, 2}, {5000, 3}, {70000, 2}, {400000, 3}, {900000, 7}};
    test_result one;
    read_text(&one, text, SIZE_MAX, 1, limits);
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        test_result many;
        if (text.n > MANY && ways[i].piece < 50000)
            continue;
        read_text(&many, text, ways[i].piece, ways[i].threads, limits);
        if (test_same_outcome(&one, &many)) {
            same_blocks(&one, &many);
            same_arrays(&one, &many);
            same_counts(&one, &many);
        }
        test_result_free(&many);
    }
    test_result_free(&one);
}

static unsigned compare_all(const char *pattern)
{
    glob_t found;
    assert_int_equal(glob(pattern, 0, NULL, &found), 0);
    for (size_t i = 0; i < found.gl_pathc; i++) {
        hw_buf text = test_slurp(found.gl_pathv[i]);
        compare(hw_buf_view(&text), NULL);
        hw_buf_free(&text);
    }
    unsigned count = (unsigned)found.gl_pathc;
    globfree(&found);
    return count;
}

static void recorded_logs(void **state)
{
    (void)state;
    assert_true(compare_all(HW_DATA "/logs/*/*.log.gz") > 30);
    assert_int_equal(compare_all(HW_DATA "/services/fast/*.log.gz"), 1);
}

#define TEXTS(T)                                                                                   \
    T("")                                                                                          \
    T("\n\n")                                                                                      \
    T("no newline")                                                                                \
    /* no header; what is not understood; a version in a path */                                   \
    T("junk\n/go1.22.3/src/a.go:1:6: cannot inline f: recursive\n/a.go:2:3: x escapes to heap\n"   \
      "junk\n/a.go:3:3: y does not escape\n/a.go:3:3: zero-copy string->[]byte conversion\n")      \
    /* a claim behind its explanation, cut between other claims of the block */                    \
    T("# p\na.go:1:2: x escapes to heap in f:\na.go:1:2:   flow: {heap} ← &{storage for x}:\n"     \
      "a.go:1:2:     from x (spill) at a.go:1:2\na.go:9:9: z does not escape\n"                    \
      "a.go:5:2: y escapes to heap in f:\na.go:5:2:   flow: {heap} ← y:\n"                         \
      "a.go:1:2: x escapes to heap\na.go:5:2: y escapes to heap\na.go:8:2: m escapes to heap\n"    \
      "a.go:8:1: append(s, make([]T, n)...) escapes to heap in f:\na.go:8:1:   flow: {heap} ← "    \
      "s:\n"                                                                                       \
      "a.go:8:15: make([]T, n) escapes to heap\na.go:8:15: make([]T, n) does not escape\n")        \
    /* zero-copy lines that a cut parts from their claims, and ones that have none */              \
    T("a.go:1:1: zero-copy string->[]byte conversion\n# p\n"                                       \
      "a.go:1:2: ([]byte)(s) does not escape\n"                                                    \
      "a.go:7:6: can inline f with cost 3 as: func() {  }\n"                                       \
      "a.go:1:2: zero-copy string->[]byte conversion\na.go:8:6: inlining call to f\n"              \
      "a.go:9:2: zero-copy string->[]byte conversion\na.go:9:2: ([]byte)(t) does not escape\n"     \
      "# q\na.go:9:2: zero-copy string->[]byte conversion\na.go:9:6: inlining call to f\n"         \
      "a.go:9:2: zero-copy string->[]byte conversion\n")                                           \
    /* equal hints in a row on both sides of a cut */                                              \
    T("# p\na.go:1:2: x escapes to heap in f:\na.go:1:2:   flow: {heap} ← x:\n"                    \
      "a.go:1:2:     from m[k] = x (assign) at a.go:1:2\na.go:1:2: x escapes to heap\n"            \
      "a.go:1:3: w escapes to heap in f:\na.go:1:3:   flow: {heap} ← w:\n"                         \
      "a.go:1:3:     from m[k] = x (assign) at a.go:1:2\na.go:1:3: w escapes to heap\n")           \
    /* headers and claims inside log lines of several, Go 1.19 */                                  \
    T("# p\na.go:1:2: `raw\n# not a header \\\n# q\nb.go:1:1: y escapes to heap\n"                 \
      "more` escapes to heap\na.go:2:2: `open\\\n# r\nclose` does not escape\n# s\n"               \
      "a.go:3:2: `\nx does not escape\n` escapes to heap\na.go:3:3: a`b does not escape\n")        \
    /* repeated blocks, whole and in part, and one that is open at the end */                      \
    T("# p\na.go:1:2: x escapes to heap\na.go:1:3: y escapes to heap\n# q\n"                       \
      "b.go:1:2: can inline main with cost 2 as: func() {  }\nb.go:2:2: x does not escape\n"       \
      "# p\na.go:1:2: x escapes to heap\na.go:1:3: y escapes to heap\n# p\n"                       \
      "a.go:1:2: x escapes to heap\n# p\na.go:1:2: x escapes to heap\na.go:1:3: y escapes to "     \
      "heap\n"                                                                                     \
      "# q\nb.go:1:2: can inline main with cost 2 as: func() {  }\nb.go:2:2: x does not escape\n"  \
      "# q [q.test]\nb.go:2:2: x does not escape")                                                 \
    /* a dump of -m=3, CRLF, captures in a row, functions of several versions */                   \
    T("# p\r\na.go:1:2: Before inlining: F\r\n. DCL\r\na.go:9:2: v does not escape\r\n. DCL\r\n"   \
      "a.go:2:2: f capturing by ref: x (addr=true assign=false width=8)\r\n"                       \
      "a.go:3:2: w does not escape\r\n"                                                            \
      "a.go:2:2: f capturing by value: y (addr=true assign=false width=8)\r\n# q\r\n"              \
      "a.go:4:2: w escapes to heap\r\n")                                                           \
    /* behind time stamps, also the headers */                                                     \
    T("12:00:01 # p\n12:00:01 a.go:1:2: x escapes to heap\n12:00:01 a.go:1:3: y does not escape\n" \
      "12:00:02 # q\n12:00:02 a.go:1:2: x escapes to heap\n12:00:02 a.go:7:3: y does not escape\n" \
      "# r\na.go:1:2: x escapes to heap\n")                                                        \
    /* a collector's trace, interleaved with diagnostics that allow a cut */                       \
    T("# p\na.go:1:2: x escapes to heap\ngc 2 @0.1s 2%: 0.01+a.go:2:2: y escapes to heap\n"        \
      "a.go:3:2: x does not escape\n0.62a.go:4:2: x does not escape\n+a.go:5:2: moved to heap: "   \
      "v\n"                                                                                        \
      "+/src/b.go:5:2: moved to heap: w\n/src/b.go:6:2: moved to heap: z\n"                        \
      "0.3+0.1 ms clock, 4->4->0 MB, 4 MB goal, 8 P\n8.go:7:2: moved to heap: v\n")                \
    /* steps and claims that look like each other */                                               \
    T("# p\na.go:1:2: x escapes to heap:\na.go:1:2:   flow: h = x escapes to heap\n"               \
      "a.go:1:2:   y does not escape\na.go:1:2:     from x (spill) at a.go:1:2 escapes to heap\n"  \
      "a.go:1:2: x escapes to heap\nnonsense escapes to heap\n# odd header here\n#\n# \n# p [q\n")

static void odd_texts(void **state)
{
    static const hw_limits limits[] = {{0},           {.claims = 1}, {.claims = 2}, {.claims = 3},
                                       {.claims = 4}, {.line = 40},  {.line = 20}};
    (void)state;
#define T(text) {text, sizeof text - 1},
    static const hw_str texts[] = {TEXTS(T)};
#undef T
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        for (size_t j = 0; j < sizeof limits / sizeof *limits; j++)
            compare(texts[i], &limits[j]);
}

/* A refused text leaves nothing behind, whichever of its pieces it was. */
static void refused(void **state)
{
    (void)state;
    hw_str text = HW_STR("# p\na.go:1:2: x escapes to heap\na.go:1:3: y escapes to heap\n");
    hw_limits limits = {.claims = 2};
    test_result r;
    read_text(&r, text, 1, 3, &limits);
    assert_int_equal(r.status, HW_LIMIT);
    assert_int_equal(r.error.line, 3);
    test_result_free(&r);
}

/* Escape sequences that come after the bytes that are looked at first. */
static void late_colours(void **state)
{
    enum { LINES = 5000, SIZE = 200000 };
    static char text[SIZE];
    test_log l;
    const hw_claims *c = &l.claims;
    size_t n = (size_t)snprintf(text, SIZE, "# p\n");
    (void)state;
    for (unsigned i = 1; i <= LINES; i++)
        n += (size_t)snprintf(text + n, SIZE - n, "a.go:%u:2: x escapes to heap\n", i);
    n += (size_t)snprintf(text + n, SIZE - n,
                          "\x1b[1ma.go:9000:2:\x1b[0m y \x1b[31mescapes\x1b[0m to heap\n");
    test_log_text(&l, (hw_str){text, n});
    assert_int_equal(c->list.len, LINES + 1);
    assert_int_equal(c->blocks.len, 1);
    assert_int_equal(c->lines, LINES + 2);
    assert_int_equal(c->not_understood.len, 0);
    test_claim(&l, LINES, "y escapes to heap");
    test_log_free(&l);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(odd_texts),
        cmocka_unit_test(refused),
        cmocka_unit_test(late_colours),
        cmocka_unit_test(recorded_logs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
