/* Which lines of a listing without tables are those of the function itself. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "diag_text.h"
#include "symbolize/survey.h"
#include "verdict/physical.h"

/* One call in `function`, which begins in `of`, at a line of `file`. */
typedef struct call {
    const char *function, *of, *file;
    uint32_t line;
    bool own; /* the line is surely its own */
} call;

static uint32_t add_function(hw_profile *p, const char *name, const char *file)
{
    hw_function f = {0};
    assert_true(hw_strings_put(p->strings, hw_str_of(name), &f.name) &&
                hw_strings_put(p->strings, hw_str_of(file), &f.file) &&
                hw_vec_push(&p->functions, f));
    return (uint32_t)p->functions.len - 1;
}

/* As a survey has it. */
static void add_call(hw_profile *p, const call *c)
{
    uint32_t id = (uint32_t)p->locations.len;
    hw_location l = {
        .mapping = HW_NONE, .frames_at = (uint32_t)p->frames.len, .frames = 2, .unresolved = true};
    hw_sample s = {.stack_at = id, .depth = 1, .inner = HW_NONE, .values.v[HW_ALLOC_OBJECTS] = 1};
    hw_frame inner = {add_function(p, "", c->file), c->line},
             outer = {add_function(p, c->function, c->of), 0};
    assert_true(hw_vec_push(&p->frames, inner) && hw_vec_push(&p->frames, outer) &&
                hw_vec_push(&p->locations, l) && hw_vec_push(&p->stack_ids, id) &&
                hw_vec_push(&p->samples, s) &&
                hw_vec_push(&p->allocations, (hw_allocation_call){0}));
    p->totals.v[HW_ALLOC_OBJECTS]++;
}

static void check(const char *log, const call *calls, size_t n)
{
    test_log l;
    hw_profile p;
    hw_error err;
    uint64_t lost, want = 0;
    test_log_text(&l, hw_str_of(log));
    hw_profile_init(&p, l.claims.strings);
    assert_true(hw_vec_push(&p.inputs, ((hw_profile_input){.locations = (uint32_t)n})));
    for (size_t i = 0; i < n; i++) {
        add_call(&p, &calls[i]);
        want += !calls[i].own;
    }
    bool physical[32] = {false};
    assert_true(n <= sizeof physical);
    assert_int_equal(hw_physical_lines(&p, &l.claims, physical, &err), HW_OK);
    assert_int_equal(hw_survey_resolve(&p, physical, &lost, &err), HW_OK);
    size_t at = 0;
    for (size_t i = 0; i < n; i++) {
        const hw_location *k = at < p.locations.len ? &p.locations.at[at] : NULL;
        const hw_frame *f = k ? &p.frames.at[k->frames_at] : NULL;
        bool matched = f && k->frames == 1 && f->line == calls[i].line &&
                       hw_str_eq(hw_strings_get(p.strings, p.functions.at[f->function].name),
                                 hw_str_of(calls[i].function)) &&
                       hw_str_eq(hw_strings_get(p.strings, p.functions.at[f->function].file),
                                 hw_str_of(calls[i].file));
        if (matched != calls[i].own)
            fail_msg("%s:%u in %s", calls[i].file, calls[i].line, calls[i].function);
        at += matched;
    }
    assert_int_equal(lost, want);
    assert_int_equal(p.locations.len, n - want);
    assert_int_equal(p.samples.len, n - want);
    assert_int_equal(p.totals.v[HW_ALLOC_OBJECTS], n - want);
    hw_profile_free(&p);
    test_log_free(&l);
}

#define CHECK(log, calls) check(log, calls, sizeof(calls) / sizeof *(calls))

static void lines_of_declared_functions(void **state)
{
    (void)state;
    static const char log[] = "# example.com/p\n"
                              "./a.go:5:6: can inline New\n"
                              "./a.go:10:6: cannot inline F: too complex\n"
                              "./a.go:12:9: can inline F.func1\n"
                              "./a.go:14:7: inlining call to New\n"
                              "./a.go:20:6: cannot inline G: too complex\n"
                              "./a.go:22:7: can inline G.func1\n"
                              "./a.go:24:4: inlining call to G.func1\n"
                              "./a.go:30:6: cannot inline (*T).M: too complex\n"
                              "./a.go:40:6: can inline H; func() {}\n"
                              "./a.go:5:20: &T{...} escapes to heap\n"
                              "./a.go:11:6: x does not escape\n"
                              "./a.go:12:6: leaking param: y\n";
    static const call calls[] = {
        {"example.com/p.F", "/s/a.go", "/s/a.go", 10, true},
        {"example.com/p.F", "/s/a.go", "/s/a.go", 11, true},
        {"example.com/p.F", "/s/a.go", "/s/a.go", 13, true}, /* func1 is called, not inlined */
        {"example.com/p.F.func1", "/s/a.go", "/s/a.go", 13, true},
        {"example.com/p.F", "/s/a.go", "/s/a.go", 5, false},  /* New's body */
        {"example.com/p.F", "/s/a.go", "/s/a.go", 21, false}, /* of another one */
        {"example.com/p.F", "/s/a.go", "/s/b.go", 11, false}, /* of another file */
        {"example.com/p.F", "/s/a.go", "/lib/strings/b.go", 11, false},
        {"example.com/p.G", "/s/a.go", "/s/a.go", 21, true},
        {"example.com/p.G", "/s/a.go", "/s/a.go", 22, false}, /* func1's body, or G's own */
        {"example.com/p.G", "/s/a.go", "/s/a.go", 25, false},
        {"example.com/p.(*T).M", "/s/a.go", "/s/a.go", 31, true},
        {"example.com/p.(*T).M", "/s/a.go", "/s/a.go", 41, false},
        {"", "/s/a.go", "/s/a.go", 11, false},                /* a wrapper of F */
        {"example.com/q.F", "/q/a.go", "/q/a.go", 11, false}, /* a package without a log */
    };
    CHECK(log, calls);
}

/* Two functions that call each other may be inlined into each other: G is, into its own closure. */
static void a_function_inside_its_closure(void **state)
{
    (void)state;
    static const char log[] = "# example.com/p\n"
                              "./a.go:10:6: can inline G\n"
                              "./a.go:12:7: can inline G.func1\n"
                              "./a.go:13:4: inlining call to G\n"
                              "./a.go:11:6: x does not escape\n"
                              "./a.go:12:6: leaking param: y\n"
                              "./a.go:12:20: &T{...} escapes to heap\n";
    static const call calls[] = {
        {"example.com/p.G", "/s/a.go", "/s/a.go", 11, true},
        {"example.com/p.G.func1", "/s/a.go", "/s/a.go", 16, false},
    };
    CHECK(log, calls);
}

/* Whether it is inlined into its closure, and not somewhere before or in another file. */
static void a_function_beside_its_closure(void **state)
{
    (void)state;
    static const char log[] = "# example.com/p\n"
                              "./a.go:10:6: cannot inline F: too complex\n"
                              "./a.go:12:7: cannot inline F.func1: too complex\n"
                              "./a.go:14:7: cannot inline F-range1: too complex\n"
                              "./a.go:20:6: cannot inline G: too complex\n"
                              "./a.go:22:7: cannot inline G-range1: too complex\n"
                              "./a.go:30:6: cannot inline H: too complex\n"
                              "./a.go:34:6: cannot inline H2: too complex\n"
                              "./a.go:5:4: inlining call to F\n"
                              "./b.go:50:4: inlining call to F\n"
                              "./a.go:22:14: inlining call to G\n"
                              "./a.go:11:6: x does not escape\n"
                              "./a.go:12:6: leaking param: y\n"
                              "./a.go:12:20: &T{...} escapes to heap\n";
    static const call calls[] = {
        {"example.com/p.F.func1", "/s/a.go", "/s/a.go", 13, true},
        {"example.com/p.F-range1", "/s/a.go", "/s/a.go", 16, true},
        {"example.com/p.F", "/s/a.go", "/s/a.go", 16, true},
        {"example.com/p.G-range1", "/s/a.go", "/s/a.go", 24, false},
        {"example.com/p.H", "/s/a.go", "/s/a.go", 35, false}, /* H2's body */
    };
    CHECK(log, calls);
}

/* In a log of several builds the lines of a file are in no order. */
static void declarations_in_any_order(void **state)
{
    (void)state;
    static const char log[] = "# example.com/p\n"
                              "./a.go:30:6: cannot inline G: too complex\n"
                              "./a.go:30:26: can inline One\n"
                              "./b.go:11:6: cannot inline K: too complex\n"
                              "./a.go:12:7: can inline F.func1\n"
                              "./a.go:10:6: cannot inline F: too complex\n"
                              "./a.go:24:4: inlining call to F.func1\n"
                              "./a.go:11:6: x does not escape\n"
                              "./a.go:12:6: leaking param: y\n"
                              "./a.go:12:20: &T{...} escapes to heap\n";
    static const call calls[] = {
        {"example.com/p.F", "/s/a.go", "/s/a.go", 11, true},
        {"example.com/p.F", "/s/a.go", "/s/a.go", 13, false},
        {"example.com/p.G", "/s/a.go", "/s/a.go", 31, false}, /* One's body */
        {"example.com/p.K", "/s/b.go", "/s/b.go", 13, true},
    };
    CHECK(log, calls);
}

/* Another package that compiles a function prints its package in front. A type may be called like
 * its package. */
static void names_with_a_package(void **state)
{
    (void)state;
    static const char log[] = "# example.com/p\n"
                              "p/b.go:10:6: cannot inline p.M: too complex\n"
                              "p/d.go:20:6: cannot inline pE: too complex\n"
                              "p/b.go:11:6: x does not escape\n"
                              "p/b.go:12:6: leaking param: y\n"
                              "p/b.go:12:20: &T{...} escapes to heap\n"
                              "# example.com/r\n"
                              "p/a.go:10:6: cannot inline p.F: too complex\n"
                              "q/a.go:10:6: cannot inline q.F: too complex\n"
                              "r/r.go:3:12: &T{...} escapes to heap\n";
    static const call calls[] = {
        {"example.com/p.F", "/s/p/a.go", "/s/p/a.go", 11, true},
        {"example.com/p.F", "/s/p/a.go", "/s/p/a.go", 5, false},
        {"example.com/p.p.M", "/s/p/b.go", "/s/p/b.go", 11, true},
        {"example.com/p.p.M", "/s/p/b.go", "/s/p/b.go", 5, false},
        {"example.com/p.E", "/s/p/d.go", "/s/p/d.go", 11, true},
        {"example.com/q.F", "/s/q/a.go", "/s/q/a.go", 11, false}, /* a package without a log */
    };
    CHECK(log, calls);
}

/* A function that the log does not declare has the lines of its file that no inlined one has. */
static void lines_of_functions_without_a_declaration(void **state)
{
    (void)state;
    static const char log[] = "# example.com/p\n"
                              "./a.go:5:6: cannot inline Other: too complex\n"
                              "./a.go:20:6: can inline New\n"
                              "./a.go:22:6: cannot inline One: too complex\n"
                              "./b.go:5:11: inlining call to New\n"
                              "./a.go:30:6: cannot inline init: too complex\n"
                              "./a.go:11:6: x does not escape\n"
                              "./a.go:12:6: leaking param: y\n"
                              "./a.go:12:20: &T{...} escapes to heap\n";
    static const call calls[] = {
        {"example.com/p.F", "/s/a.go", "/s/a.go", 12, true},
        {"example.com/p.F", "/s/a.go", "/s/b.go", 12, false},
        {"example.com/p.F", "/s/a.go", "/s/a.go", 19, true},
        {"example.com/p.F", "/s/a.go", "/s/a.go", 21, false},
        {"example.com/p.F", "/s/a.go", "/s/a.go", 22, false}, /* One begins there, New may end */
        {"example.com/p.F", "/s/a.go", "/s/a.go", 23, true},
        {"example.com/p.init", "/s/a.go", "/s/b.go", 4, true},
    };
    CHECK(log, calls);
}

/* Variables are initialised by a function that is nowhere declared, and at lines of any file. */
static void lines_of_initialisers(void **state)
{
    (void)state;
    static const char log[] = "# example.com/p\n"
                              "./a.go:10:6: can inline New\n"
                              "./a.go:14:9: cannot inline New.func1: too complex\n"
                              "./a.go:16:9: cannot inline New-range1: too complex\n"
                              "./a.go:20:6: can inline Other\n"
                              "./b.go:5:11: inlining call to New\n"
                              "./b.go:6:9: can inline init.func1\n"
                              "./b.go:7:11: inlining call to init.func1\n"
                              "./a.go:11:6: x does not escape\n"
                              "./a.go:12:6: leaking param: y\n"
                              "./a.go:11:20: &T{...} escapes to heap\n";
    static const call calls[] = {
        {"example.com/p.init", "/s/a.go", "/s/a.go", 3, true},
        {"example.com/p.init", "/s/a.go", "/s/a.go", 12, false}, /* New's body, or behind it */
        {"example.com/p.init", "/s/a.go", "/s/a.go", 15, false}, /* behind its closures too */
        {"example.com/p.init", "/s/a.go", "/s/a.go", 17, false},
        {"example.com/p.init", "/s/a.go", "/s/a.go", 22, true}, /* behind Other */
        {"example.com/p.init", "/s/a.go", "/s/b.go", 4, true},
        {"example.com/p.init", "/s/a.go", "/s/b.go", 8, false}, /* behind a closure */
    };
    CHECK(log, calls);
}

/* What grep left of a log does not declare all that is inlined. */
static void filtered_logs_tell_nothing(void **state)
{
    (void)state;
    static const call calls[] = {{"example.com/p.F", "/s/a.go", "/s/a.go", 11, false}};
    char text[16384];
    size_t n = (size_t)snprintf(text, sizeof text, "# example.com/p\n");
    for (unsigned i = 1; i <= 250; i++)
        n += (size_t)snprintf(text + n, sizeof text - n, "./a.go:%u:2: x escapes to heap\n", i);
    check(text, calls, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_of_declared_functions),
        cmocka_unit_test(a_function_inside_its_closure),
        cmocka_unit_test(a_function_beside_its_closure),
        cmocka_unit_test(declarations_in_any_order),
        cmocka_unit_test(names_with_a_package),
        cmocka_unit_test(lines_of_functions_without_a_declaration),
        cmocka_unit_test(lines_of_initialisers),
        cmocka_unit_test(filtered_logs_tell_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
