#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "drift/drift_align.h"
#include "drift/drift_filter.h"
#include "drift/drift_form.h"
#include "drift_sides.h"

/* --- alignment -------------------------------------------------------------------------------- */

enum { LENGTH_MAX = 24, ROUNDS = 4000 };

typedef struct aligned {
    hw_sid keys[LENGTH_MAX];
    uint32_t partner[LENGTH_MAX];
    size_t n;
} aligned;

static uint32_t random_below(uint64_t *state, uint32_t n)
{
    *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(*state >> 33) % n;
}

static size_t longest_common(const aligned *a, const aligned *b)
{
    size_t best[LENGTH_MAX + 1][LENGTH_MAX + 1] = {0};
    for (size_t i = 0; i < a->n; i++)
        for (size_t k = 0; k < b->n; k++) {
            size_t up = best[i][k + 1], left = best[i + 1][k];
            best[i + 1][k + 1] = a->keys[i] == b->keys[k] ? best[i][k] + 1 : up > left ? up : left;
        }
    return best[a->n][b->n];
}

/* The longest run of pairs that ascends on both sides, at most what all pairs are. */
static size_t ascending(const aligned *a)
{
    size_t best = 0, length[LENGTH_MAX] = {0};
    for (size_t i = 0; i < a->n; i++) {
        if (a->partner[i] == HW_NONE)
            continue;
        length[i] = 1;
        for (size_t k = 0; k < i; k++)
            if (a->partner[k] != HW_NONE && a->partner[k] < a->partner[i] &&
                length[k] + 1 > length[i])
                length[i] = length[k] + 1;
        best = length[i] > best ? length[i] : best;
    }
    return best;
}

static void align(const hw_strings *strings, aligned *a, aligned *b)
{
    hw_sequence x = {a->keys, a->n, a->partner}, y = {b->keys, b->n, b->partner};
    assert_true(hw_align(strings, &x, &y));
}

static void check_alignment(const aligned *a, const aligned *b)
{
    size_t pairs = 0, could = 0;
    for (size_t i = 0; i < a->n; i++) {
        if (a->partner[i] == HW_NONE)
            continue;
        assert_true(a->partner[i] < b->n);
        assert_int_equal(b->partner[a->partner[i]], i);
        assert_int_equal(b->keys[a->partner[i]], a->keys[i]);
        pairs++;
    }
    for (hw_sid key = 0; key < 16; key++) {
        size_t n = 0, m = 0;
        for (size_t i = 0; i < a->n; i++)
            n += a->keys[i] == key;
        for (size_t i = 0; i < b->n; i++)
            m += b->keys[i] == key;
        could += n < m ? n : m;
    }
    assert_int_equal(pairs, could);
    assert_true(ascending(a) >= longest_common(a, b));
}

static void alignment(void **state)
{
    (void)state;
    hw_strings strings;
    uint64_t seed = 42;
    assert_true(hw_strings_init(&strings));
    for (int i = 0; i < 16; i++) {
        char text[2] = {(char)('a' + i), 0};
        hw_sid id;
        assert_true(hw_strings_put(&strings, hw_str_of(text), &id));
    }
    for (int round = 0; round < ROUNDS; round++) {
        aligned a = {0}, b = {0}, c, d;
        uint32_t letters = 1 + random_below(&seed, 8);
        a.n = random_below(&seed, LENGTH_MAX + 1);
        b.n = random_below(&seed, LENGTH_MAX + 1);
        for (size_t i = 0; i < a.n; i++)
            a.keys[i] = 1 + random_below(&seed, letters);
        for (size_t i = 0; i < b.n; i++)
            b.keys[i] =
                i < a.n && random_below(&seed, 3) ? a.keys[i] : 1 + random_below(&seed, letters);
        align(&strings, &a, &b);
        check_alignment(&a, &b);
        c = b;
        d = a;
        align(&strings, &c, &d);
        assert_memory_equal(a.partner, d.partner, a.n * sizeof *a.partner);
        assert_memory_equal(b.partner, c.partner, b.n * sizeof *b.partner);
    }
    hw_strings_free(&strings);
}

/* Over the bound of edits: equal texts in order. */
static void alignment_of_strangers(void **state)
{
    (void)state;
    enum { N = 3000 };
    hw_strings strings;
    hw_sid *a = malloc(N * sizeof *a), *b = malloc(N * sizeof *b);
    uint32_t *x = malloc(N * sizeof *x), *y = malloc(N * sizeof *y);
    assert_true(hw_strings_init(&strings) && a && b && x && y);
    for (size_t i = 0; i < N; i++) {
        char text[32];
        snprintf(text, sizeof text, "%zu", i);
        assert_true(hw_strings_put(&strings, hw_str_of(text), &a[i]));
        b[N - 1 - i] = a[i];
    }
    hw_sequence s = {a, N, x}, t = {b, N, y};
    assert_true(hw_align(&strings, &s, &t));
    for (size_t i = 0; i < N; i++)
        assert_int_equal(x[i], N - 1 - i);
    free(a);
    free(b);
    free(x);
    free(y);
    hw_strings_free(&strings);
}

/* --- forms ------------------------------------------------------------------------------------ */

static void forms(void **state)
{
    (void)state;
    static const char *const same[][2] = {
        {"~R0", "~r0"},
        {"arg#2", "~p1"},
        {"make([]go.shape.[64]int64_0, int(256))", "make([]go.shape.[64]int64, 256)"},
        {"new(go.shape.int_0)", "new(go.shape.int)"},
        {"&node[go.shape.int_0]{...}", "&node[go.shape.string]{...}"},
        {"go.shape.struct { a int }_0{...}", "go.shape.struct { a int }{...}"},
        {"(interface {})(string(\"x\"))", "\"x\""},
        {"[]interface {}{...}", "[]any{...}"},
        {"_Cfunc_puts(p)", "C.puts(p)"},
        {"*_Ctype_int", "*C.int"},
        {"f(`a \"b\"\n\\c`)", "f(\"a \\\"b\\\"\\n\\\\c\")"},
        {".autotmp_12", ".autotmp_7"},
        {"&T\xc2\xb7"
         "1{...}",
         "&T\xc2\xb7"
         "2{...}"},
    };
    static const char *const differ[][2] = {
        {"x_1", "x"},
        {"string(b)", "b"},
        {"\"~R0\"", "\"~r0\""},
        {"int(n)", "n"},
        {"make([]int, n)", "make([]int, 10)"},
        {"\"`a`\"", "`a`"},
        {"(interface {})(x) + y", "x + y"},
    };
    hw_buf a = {0}, b = {0};
    for (size_t i = 0; i < sizeof same / sizeof *same + sizeof differ / sizeof *differ; i++) {
        size_t n = sizeof same / sizeof *same;
        const char *const *row = i < n ? same[i] : differ[i - n];
        hw_buf_clear(&a);
        hw_buf_clear(&b);
        assert_int_equal(hw_form_expr(hw_str_of(row[0]), &a), HW_OK);
        assert_int_equal(hw_form_expr(hw_str_of(row[1]), &b), HW_OK);
        if (hw_str_eq(hw_buf_view(&a), hw_buf_view(&b)) != (i < n))
            fail_msg("%s and %s: %.*s and %.*s", row[0], row[1], HW_STR_ARG(hw_buf_view(&a)),
                     HW_STR_ARG(hw_buf_view(&b)));
    }
    hw_buf_free(&a);
    hw_buf_free(&b);
}

static void names(void **state)
{
    (void)state;
    static const char *const callees[][2] = {
        {"(*List[go.shape.struct { a []int }]).Push", "(*List).Push"},
        {"F.func1", "F.func"},
        {"Outer.F.func2", "F.func"},
        {"(*T).M.func1.2", "M.func"},
        {"_Cfunc_puts", "C.puts"},
        {"atomic.(*Pointer[os.dirInfo]).Load", "atomic.(*Pointer).Load"},
    };
    hw_buf to = {0};
    for (size_t i = 0; i < sizeof callees / sizeof *callees; i++) {
        hw_buf_clear(&to);
        assert_int_equal(hw_form_callee(hw_str_of(callees[i][0]), &to), HW_OK);
        if (!hw_str_eq(hw_buf_view(&to), hw_str_of(callees[i][1])))
            fail_msg("%s: %.*s", callees[i][0], HW_STR_ARG(hw_buf_view(&to)));
    }
    hw_buf_free(&to);
}

static void other_words(void **state)
{
    (void)state;
    static const struct {
        const char *a;
        hw_kind a_kind;
        const char *b;
        hw_kind b_kind;
        bool same;
    } rows[] = {
        {"x", HW_KIND_VALUE, "1234", HW_KIND_CONSTANT, true},
        {"x", HW_KIND_VALUE, "y", HW_KIND_VALUE, false},
        {"make([]int, n)", HW_KIND_MAKE_SLICE, "make([]int, 10)", HW_KIND_MAKE_CONST, true},
        {"make([]int, n)", HW_KIND_MAKE_SLICE, "make([]byte, 10)", HW_KIND_MAKE_CONST, false},
        {"a + prefix", HW_KIND_CONCAT, "a + \"v1/\"", HW_KIND_CONCAT, true},
        {"a + b", HW_KIND_CONCAT, "a + c", HW_KIND_CONCAT, false},
        {"a + b", HW_KIND_CONCAT, "a + b + \"c\"", HW_KIND_CONCAT, false},
        {"([]byte)(s)", HW_KIND_CONVERSION, "([]byte)(\"x\")", HW_KIND_CONVERSION, true},
        {"([]byte)(s)", HW_KIND_CONVERSION, "([]byte)(t)", HW_KIND_CONVERSION, false},
        {"f(\"%d\", ... argument...)", HW_KIND_VALUE, "f(\"%d\", x)", HW_KIND_VALUE, true},
        {"&T{...}", HW_KIND_NEW, "&p.T{...}", HW_KIND_NEW, true},
        {"&T{...}", HW_KIND_NEW, "&U{...}", HW_KIND_NEW, false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        hw_str a = hw_str_of(rows[i].a), b = hw_str_of(rows[i].b);
        if (hw_form_reworded(a, rows[i].a_kind, b, rows[i].b_kind) != rows[i].same ||
            hw_form_reworded(b, rows[i].b_kind, a, rows[i].a_kind) != rows[i].same)
            fail_msg("%s and %s", rows[i].a, rows[i].b);
    }
}

/* --- what drifted ----------------------------------------------------------------------------- */

#define DECLS                                                                                      \
    "# p\n"                                                                                        \
    "a.go:5:6: cannot inline F: marked go:noinline\n"                                              \
    "a.go:20:6: can inline G with cost 4 as: func() { return }\n"

/* "kind[ reworded]" of every difference, in order, with commas. */
static void expect(const char *a, const char *b, const char *want)
{
    char got[512] = "";
    test_sides s;
    assert_int_equal(test_sides_make(&s, hw_str_of(a), hw_str_of(b)), HW_OK);
    for (size_t i = 0; i < s.drift.list.len; i++) {
        const hw_difference *d = &s.drift.list.at[i];
        size_t n = strlen(got);
        snprintf(got + n, sizeof got - n, "%s%s%s", n ? "," : "", hw_drift_rows[d->kind].name,
                 d->reworded ? " reworded" : "");
    }
    if (strcmp(got, want) != 0)
        fail_msg("%s\n--- and\n%s\n--- differ in \"%s\", not \"%s\"", a, b, got, want);
    test_sides_free(&s);
}

static void lines_move(void **state)
{
    (void)state;
    expect(DECLS "a.go:6:2: x escapes to heap\na.go:7:2: moved to heap: y\n",
           "# p\n"
           "z.go:105:6: can inline G with cost 4 as: func() { return }\n"
           "b.go:25:6: cannot inline F: marked go:noinline\n"
           "b.go:27:4: moved to heap: y\nb.go:28:2: x escapes to heap\n",
           "");
}

static void verdicts_change(void **state)
{
    (void)state;
    expect(DECLS "a.go:6:2: &T{...} does not escape\na.go:7:2: &T{...} escapes to heap\n",
           DECLS "a.go:6:2: &T{...} escapes to heap\na.go:7:2: &T{...} does not escape\n",
           "stack-to-heap,heap-to-stack");
    expect(DECLS "a.go:6:2: s escapes to heap\n", DECLS "a.go:21:2: s escapes to heap\n",
           "new-heap,gone-heap");
    expect(DECLS "a.go:5:8: p does not escape\n", DECLS "a.go:5:8: leaking param: p\n",
           "leaks-more");
    expect(DECLS "a.go:5:8: leaking param: p\n", DECLS "a.go:5:8: leaking param: q\n", "");
    expect(DECLS "a.go:5:8: leaking param: p to result ~R0 level=0\n",
           DECLS "a.go:5:8: leaking param: p to result ~r0 level=0\n", "");
    expect(DECLS "a.go:5:8: leaking param: p to result ~r0 level=0\n",
           DECLS "a.go:5:8: leaking param: p to result ~r0 level=1\n", "leaks-less");
    expect(DECLS "a.go:5:8: p does not escape\n",
           DECLS "a.go:5:8: p does not escape\na.go:5:14: leaking param: q\n", "leaks-more");
}

/* One more closure before another: the other is the same, though its number is not. */
static void closures_shift(void **state)
{
    (void)state;
    expect("# p\n"
           "a.go:5:6: cannot inline F: marked go:noinline\n"
           "a.go:6:7: can inline F.func1 with cost 2 as: func() int { return n }\n"
           "a.go:7:7: cannot inline F.func2: unhandled op DEFER\n"
           "a.go:9:4: inlining call to F.func1\n"
           "a.go:7:7: func literal escapes to heap\n",
           "# p\n"
           "a.go:5:6: cannot inline F: marked go:noinline\n"
           "a.go:6:7: cannot inline F.func1: unhandled op GO\n"
           "a.go:7:7: can inline F.func2 with cost 2 as: func() int { return n }\n"
           "a.go:8:7: cannot inline F.func3: unhandled op DEFER\n"
           "a.go:9:4: inlining call to F.func2\n"
           "a.go:8:7: func literal escapes to heap\n",
           "");
    expect("# p\n"
           "a.go:5:6: cannot inline F: marked go:noinline\n"
           "a.go:6:7: can inline F.func1 with cost 2 as: func() int { return n }\n",
           "# p\n"
           "a.go:5:6: cannot inline F: marked go:noinline\n"
           "a.go:6:7: cannot inline F.func1: unhandled op DEFER\n",
           "not-inlinable");
}

static void inlining_changes(void **state)
{
    (void)state;
    expect(DECLS "a.go:6:2: inlining call to G\na.go:7:2: inlining call to G\n",
           "# p\n"
           "a.go:5:6: cannot inline F: marked go:noinline\n"
           "a.go:20:6: cannot inline G: recursive\n",
           "not-inlinable,not-inlined");
    expect(DECLS "a.go:21:2: &T{...} escapes to heap\na.go:21:4: inlining call to H\n",
           "# p\na.go:5:6: cannot inline F: marked go:noinline\n", "gone-function");
    expect(DECLS, "# q\nb.go:1:6: can inline F with cost 2 as: func() { return }\n",
           "new-package,gone-package");
}

/* What the compiler makes for an embedded field is no claim of the source, and none of its claims.
 */
static void wrappers(void **state)
{
    (void)state;
    static const char same[] = DECLS "<autogenerated>:1: inlining call to tls.(*Conn).Write\n"
                                     "<autogenerated>:1: append escapes to heap\n";
    expect(same, same, "");
    expect(DECLS, same, "wrapper,wrapper");
    expect("# p\na.go:2:9: &T{...} escapes to heap\n",
           "# p\n<autogenerated>:1: &T{...} escapes to heap\n", "gone-heap,wrapper");
    expect("# p\n<autogenerated>:1: &T{...} escapes to heap\n",
           "# p\n<autogenerated>:1: &T{...} does not escape\n", "heap-to-stack");
}

/* What Go versions print differently of one source. */
static void versions(void **state)
{
    (void)state;
    expect(DECLS "a.go:6:2: x escapes to heap:\n"
                 "a.go:6:2:   flow: {heap} = &{storage for x}:\n"
                 "a.go:6:2:     from x (spill) at ./a.go:6:2\n"
                 "a.go:6:2: x escapes to heap\n"
                 "a.go:7:2: make([]int, n) escapes to heap\n"
                 "a.go:8:2: make([]int, n) escapes to heap\n",
           DECLS "a.go:6:2: 1234 escapes to heap in F:\n"
                 "a.go:6:2:   flow: {heap} \xe2\x86\x90 &{storage for 1234}:\n"
                 "a.go:6:2:     from 1234 (spill) at ./a.go:6:2\n"
                 "a.go:6:2: 1234 escapes to heap\n"
                 "a.go:7:2: make([]int, n) does not escape\n"
                 "a.go:8:2: make([]int, 10) does not escape\n"
                 "a.go:9:2: append escapes to heap\n",
           "heap-to-stack reworded,by-version,by-version,reworded reworded");
    /* One version: other words are another claim. */
    expect(DECLS "a.go:6:2: x escapes to heap\n", DECLS "a.go:6:2: 1234 escapes to heap\n",
           "new-heap,gone-heap");
}

/* Initialisers behind a function: 1.25 tells them apart, 1.24 does not. */
static void initialisers(void **state)
{
    (void)state;
    expect(DECLS "a.go:9:2: &T{...} escapes to heap:\n"
                 "a.go:9:2:   flow: {heap} = &{storage for &T{...}}:\n"
                 "a.go:9:2: &T{...} escapes to heap\n",
           DECLS "a.go:9:2: &T{...} escapes to heap in init:\n"
                 "a.go:9:2:   flow: {heap} \xe2\x86\x90 &{storage for &T{...}}:\n"
                 "a.go:9:2: &T{...} escapes to heap\n",
           "");
}

static bool notes_id(const hw_notes *notes, hw_note_id id)
{
    for (size_t i = 0; i < notes->list.len; i++)
        if (notes->list.at[i].id == id)
            return true;
    return false;
}

/* -m against -m=2: what -m cannot say is no difference, and is said. */
static void levels(void **state)
{
    (void)state;
    static const char m1[] = "# p\n"
                             "a.go:20:6: can inline G\n"
                             "a.go:6:2: x escapes to heap\n"
                             "a.go:21:2: y escapes to heap\n";
    static const char m2[] = DECLS "a.go:6:2: x escapes to heap:\n"
                                   "a.go:6:2:   flow: {heap} = &{storage for x}:\n"
                                   "a.go:7:2: func literal escapes to heap:\n"
                                   "a.go:7:2:   flow: {heap} = &{storage for func literal}:\n"
                                   "a.go:6:2: x escapes to heap\n"
                                   "a.go:21:2: y escapes to heap\n";
    test_sides s;
    expect(m1, m2, "");
    expect(m2, m1, "");
    assert_int_equal(test_sides_make(&s, hw_str_of(m1), hw_str_of(m2)), HW_OK);
    assert_true(notes_id(&s.drift.notes, HW_NOTE_NOT_COMPARED));
    assert_int_equal(s.drift.same, 2);
    test_sides_free(&s);
    assert_int_equal(test_sides_make(&s, hw_str_of(DECLS), HW_STR("# q\na.go:1:6: can inline Q\n")),
                     HW_OK);
    assert_true(notes_id(&s.drift.notes, HW_NOTE_NO_COMMON_PACKAGE));
    test_sides_free(&s);
}

static hw_status match_text(const void *pattern, hw_str text, bool *ret, hw_error *err)
{
    (void)err;
    *ret = hw_str_has(text, hw_str_of(pattern));
    return HW_OK;
}

static void filter(void **state)
{
    (void)state;
    static const char a[] = DECLS "a.go:6:2: x escapes to heap\na.go:21:2: y escapes to heap\n";
    static const struct {
        const char *focus, *ignore, *package;
        size_t left;
    } rows[] = {{NULL, NULL, NULL, 2},  {"F", NULL, NULL, 1}, {NULL, "F", NULL, 1},
                {"F", "F", NULL, 0},    {NULL, NULL, "p", 2}, {NULL, NULL, "q", 0},
                {"a.go", NULL, NULL, 2}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        test_sides s;
        hw_error err;
        const hw_str package = hw_str_of(rows[i].package);
        const hw_filter filter = {match_text, rows[i].focus, rows[i].ignore, &package,
                                  rows[i].package != NULL};
        assert_int_equal(test_sides_make(&s, hw_str_of(a), hw_str_of(DECLS)), HW_OK);
        assert_int_equal(hw_drift_filter(&s.drift, &filter, &err), HW_OK);
        assert_int_equal(s.drift.list.len, rows[i].left);
        assert_int_equal(s.drift.counts[HW_DRIFT_GONE_HEAP].n, rows[i].left);
        assert_int_equal(s.drift.filtered, i > 0);
        test_sides_free(&s);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(alignment),
        cmocka_unit_test(alignment_of_strangers),
        cmocka_unit_test(forms),
        cmocka_unit_test(names),
        cmocka_unit_test(other_words),
        cmocka_unit_test(lines_move),
        cmocka_unit_test(verdicts_change),
        cmocka_unit_test(closures_shift),
        cmocka_unit_test(inlining_changes),
        cmocka_unit_test(wrappers),
        cmocka_unit_test(versions),
        cmocka_unit_test(initialisers),
        cmocka_unit_test(levels),
        cmocka_unit_test(filter),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
