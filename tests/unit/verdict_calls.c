/* What is said of sites whose calls are known: a log, and calls as a program would tell them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "diag_text.h"
#include "verdict/verdict.h"

enum { OBJECTS = 64 };

/* One call at a line; `callee` NULL: no program is at hand. */
typedef struct call {
    const char *function, *file;
    uint32_t line;
    int64_t size;
    const char *callee, *type;
    hw_stack_buffer buffer;
    int64_t type_size; /* 0: not known */
} call;

/* Of the finding at a line, of that callee or of any; `cause` NULL: none. */
typedef struct wanted {
    uint32_t line;
    hw_verdict verdict;
    const char *cause, *why;
    unsigned owners;
    const char *callee;
} wanted;

static hw_sid put(hw_profile *p, const char *text)
{
    hw_sid id;
    assert_true(hw_strings_put(p->strings, hw_str_of(text), &id));
    return id;
}

static uint32_t add_frame(hw_profile *p, const char *function, const char *file, uint32_t line)
{
    uint32_t id = (uint32_t)p->locations.len;
    hw_function f = {put(p, function), put(p, file)};
    hw_frame frame = {(uint32_t)p->functions.len, line};
    hw_location l = {.address = 1000 + id,
                     .mapping = HW_NONE,
                     .frames_at = (uint32_t)p->frames.len,
                     .frames = 1};
    assert_true(hw_vec_push(&p->functions, f) && hw_vec_push(&p->frames, frame) &&
                hw_vec_push(&p->locations, l));
    return id;
}

static hw_allocation_call call_of(hw_profile *p, const call *c, unsigned go)
{
    const hw_callee *row = hw_callee_of(hw_str_of(c->callee), go);
    return (hw_allocation_call){.looked = true,
                                .callee = put(p, c->callee),
                                .family = row ? row->family : HW_FAMILY_OTHER,
                                .stack_buffer = c->buffer,
                                .type = c->type ? put(p, c->type) : 0,
                                .type_size = c->type_size ? c->type_size : HW_SIZE_UNKNOWN,
                                .untyped = c->type ? HW_UNTYPED_NONE : HW_UNTYPED_NO_TYPE};
}

/* A stack: the call, and runtime.main, whose line tells the version of Go. */
static void add_call(hw_profile *p, const call *c, unsigned go)
{
    static const uint32_t start[] = {[24] = 283, [25] = 285, [26] = 290, [27] = 302};
    uint32_t leaf = add_frame(p, c->function, c->file, c->line);
    uint32_t main = add_frame(p, "main.main", "/src/app/zz.go", 9);
    uint32_t root = add_frame(p, "runtime.main", "/usr/local/go/src/runtime/proc.go", start[go]);
    hw_sample s = {.stack_at = (uint32_t)p->stack_ids.len,
                   .depth = 3,
                   .size = c->size,
                   .inner = HW_NONE,
                   .values = {{OBJECTS, OBJECTS * c->size, 0, 0}}};
    assert_true(hw_vec_push(&p->stack_ids, leaf) && hw_vec_push(&p->stack_ids, main) &&
                hw_vec_push(&p->stack_ids, root) && hw_vec_push(&p->samples, s));
    if (c->callee) {
        hw_allocation_call none = {0};
        assert_true(hw_vec_push(&p->allocations, call_of(p, c, go)) &&
                    hw_vec_push(&p->allocations, none) && hw_vec_push(&p->allocations, none));
    }
    hw_values_add(&p->totals, &s.values);
}

static const hw_finding *find(const hw_audit *a, const wanted *w)
{
    for (size_t i = 0; i < a->findings.len; i++) {
        const hw_finding *f = &a->findings.at[i];
        hw_str callee = hw_strings_get(a->strings, f->allocator);
        if (f->line == w->line && (!w->callee || hw_str_eq(callee, hw_str_of(w->callee))))
            return f;
    }
    fail_msg("nothing at line %u", w->line);
    abort();
}

static void check(unsigned go, const char *log, const call *calls, size_t n, const wanted *want)
{
    test_log l;
    hw_profile p;
    hw_audit a;
    hw_error err;
    test_log_text(&l, hw_str_of(log));
    hw_profile_init(&p, l.claims.strings);
    p.period = 1;
    p.present = 1U << HW_ALLOC_OBJECTS | 1U << HW_ALLOC_SPACE;
    for (size_t i = 0; i < n; i++)
        add_call(&p, &calls[i], go);
    hw_profile_input in = {.locations = (uint32_t)p.locations.len, .period = 1};
    assert_true(hw_vec_push(&p.inputs, in));
    const hw_judge_options options = {.sort = HW_ALLOC_SPACE, .limits.candidates = 4096};
    hw_audit_init(&a);
    assert_int_equal(hw_judge(&p, &l.claims, &options, &a, &err), HW_OK);
    for (; want->line; want++) {
        const hw_finding *f = find(&a, want);
        const char *cause = hw_cause_rows[f->cause].name;
        unsigned owners = 0;
        for (size_t k = 0; k < f->claim_count; k++)
            owners += f->claims[k].owner;
        if (f->verdict != want->verdict || owners != want->owners)
            fail_msg("line %u: %s, %u owners: %s", f->line, hw_verdict_rows[f->verdict].name,
                     owners, hw_strings_get(a.strings, f->why).p);
        assert_string_equal(cause ? cause : "none", want->cause ? want->cause : "none");
        assert_string_equal(hw_strings_get(a.strings, f->why).p, want->why);
    }
    hw_audit_free(&a);
    hw_profile_free(&p);
    test_log_free(&l);
}

#define CHECK(go, log, calls, want) check(go, log, calls, sizeof(calls) / sizeof *(calls), want)

#define HEAD                                                                                       \
    "# example.com/app\n"                                                                          \
    "./zz.go:9:6: can inline main with cost 9 as: func() { f() }\n"                                \
    "./a.go:1:6: cannot inline f: function too complex: cost 99 exceeds budget 80\n"               \
    "./zz.go:9:7: inlining call to g\n"

/* s += t has no claim: beside a claim that calls the same function either may have made it. Other
 * functions are called for the claim only. */
static void concatenations_without_a_claim(void **state)
{
    (void)state;
    static const char log[] = HEAD "./a.go:7:12: a + b escapes to heap in f:\n"
                                   "./a.go:7:12:   flow: s \xe2\x86\x90 &{storage for a + b}:\n"
                                   "./a.go:7:12:     from a + b (spill) at ./a.go:7:12\n"
                                   "./a.go:7:12:     from s += a + b (assign) at ./a.go:7:4\n"
                                   "./a.go:7:12:   flow: {heap} \xe2\x86\x90 s:\n"
                                   "./a.go:7:12:     from sink = s (assign) at ./a.go:20:7\n"
                                   "./a.go:8:12: string(c) escapes to heap in f:\n"
                                   "./a.go:8:12:   flow: s \xe2\x86\x90 &{storage for string(c)}:\n"
                                   "./a.go:8:12:     from string(c) (spill) at ./a.go:8:12\n"
                                   "./a.go:8:12:     from s += string(c) (assign) at ./a.go:8:4\n"
                                   "./a.go:8:12:   flow: {heap} \xe2\x86\x90 s:\n"
                                   "./a.go:8:12:     from sink = s (assign) at ./a.go:20:7\n"
                                   "./a.go:7:12: a + b escapes to heap\n"
                                   "./a.go:8:12: string(c) escapes to heap\n"
                                   "./a.go:9:12: a + b escapes to heap\n";
    static const call calls[] = {
        {"main.f", "/src/app/a.go", 7, 64, "runtime.concatstring2", NULL, HW_BUFFER_NONE, 0},
        {"main.f", "/src/app/a.go", 8, 64, "runtime.slicebytetostring", NULL, HW_BUFFER_NONE, 0},
        {"main.f", "/src/app/a.go", 9, 64, "runtime.concatstring2", NULL, HW_BUFFER_NONE, 0},
    };
    static const wanted want[] = {
        {7, HW_AMBIGUOUS, NULL,
         "the line also assigns to an element or with +=, which allocates without a claim", 0,
         NULL},
        {8, HW_CONFIRMED, "honest", "the compiler said that it escapes, and it does", 1, NULL},
        {9, HW_CONFIRMED, "honest", "the compiler said that it escapes, and it does", 1, NULL},
        {0},
    };
    CHECK(26, log, calls, want);
}

/* More calls than claims: a concatenation may be one of +=; an object never is without a claim. */
static void more_calls_than_claims(void **state)
{
    (void)state;
    static const char log[] = HEAD "./a.go:7:12: a + b escapes to heap\n"
                                   "./a.go:8:12: &T{...} escapes to heap\n"
                                   "./a.go:9:12: a + b escapes to heap\n"
                                   "./a.go:10:12: a + b escapes to heap\n"
                                   "./a.go:10:22: map[int]int{...} escapes to heap\n";
    static const call calls[] = {
        {"main.f", "/src/app/a.go", 7, 64, "runtime.concatstring2", NULL, HW_BUFFER_NONE, 0},
        {"main.f", "/src/app/a.go", 7, 64, "runtime.concatstring2", NULL, HW_BUFFER_NONE, 0},
        {"main.f", "/src/app/a.go", 8, 24, "runtime.newobject", "main.T", HW_BUFFER_UNKNOWN, 24},
        {"main.f", "/src/app/a.go", 8, 24, "runtime.newobject", "main.T", HW_BUFFER_UNKNOWN, 24},
        /* one claim, a concatenation that is made an interface: no third call, so none is silent */
        {"main.f", "/src/app/a.go", 9, 64, "runtime.concatstring2", NULL, HW_BUFFER_NONE, 0},
        {"main.f", "/src/app/a.go", 9, 16, "runtime.convTstring", NULL, HW_BUFFER_UNKNOWN, 0},
        /* two of one claim; the others have their claims, or always have one */
        {"main.f", "/src/app/a.go", 10, 64, "runtime.concatstring2", NULL, HW_BUFFER_NONE, 0},
        {"main.f", "/src/app/a.go", 10, 64, "runtime.concatstring2", NULL, HW_BUFFER_NONE, 0},
        {"main.f", "/src/app/a.go", 10, 16, "runtime.convTstring", NULL, HW_BUFFER_UNKNOWN, 0},
        {"main.f", "/src/app/a.go", 10, 144, "runtime.mapassign_fast64", NULL, HW_BUFFER_UNKNOWN,
         0},
    };
    static const wanted want[] = {
        {7, HW_AMBIGUOUS, NULL,
         "more call sites than claims: one of them allocates without a claim", 0, NULL},
        {8, HW_CONFIRMED, "honest", "the compiler said that it escapes, and it does", 1, NULL},
        {9, HW_CONFIRMED, "honest", "the compiler said that it escapes, and it does", 1, NULL},
        {10, HW_AMBIGUOUS, NULL,
         "more call sites than claims: one of them allocates without a claim", 0,
         "runtime.concatstring2"},
        {10, HW_CONFIRMED, "honest", "the compiler said that it escapes, and it does", 1,
         "runtime.convTstring"},
        {10, HW_CONFIRMED, "honest", "the compiler said that it escapes, and it does", 1,
         "runtime.mapassign_fast64"},
        {0},
    };
    CHECK(26, log, calls, want);
}

/* Go 1.27 gives the copies of a closure one name. A buffer on the stack is given by the copy whose
 * block says that it does not escape, and by no other. */
static void copies_of_a_closure(void **state)
{
    (void)state;
    static const char log[] =
        "# example.com/app/lib\n"
        "lib/l.go:4:6: can inline Each with cost 9 as: func() { g() }\n"
        "lib/l.go:5:9: can inline Each.func1 with cost 9 as: func() { g() }\n"
        "lib/l.go:6:12: string(b) escapes to heap\n"
        "lib/l.go:7:12: string(b) escapes to heap\n"
        "lib/l.go:8:12: string(b) escapes to heap\n"
        "lib/l.go:9:12: string(b) does not escape\n"
        "lib/l.go:10:12: append escapes to heap\n" HEAD "./a.go:7:14: inlining call to lib.Each\n"
        "lib/l.go:6:12: string(b) does not escape\n"
        "lib/l.go:7:12: string(b) does not escape\n"
        "lib/l.go:8:12: string(b) escapes to heap\n"
        "lib/l.go:9:12: string(b) does not escape\n"
        "lib/l.go:9:22: string(c) escapes to heap\n"
        "lib/l.go:10:12: append does not escape\n";
#define CLOSURE "example.com/app/lib.Each.func1", "/src/app/lib/l.go"
    static const call calls[] = {
        {CLOSURE, 6, 64, "runtime.slicebytetostring", NULL, HW_BUFFER_STACK, 0},
        {CLOSURE, 7, 64, "runtime.slicebytetostring", NULL, HW_BUFFER_UNKNOWN, 0},
        {CLOSURE, 8, 64, "runtime.slicebytetostring", NULL, HW_BUFFER_NONE, 0},
        {CLOSURE, 9, 64, "runtime.slicebytetostring", NULL, HW_BUFFER_UNKNOWN, 0},
        /* slices grow on the stack first, whether they escape or not */
        {CLOSURE, 10, 64, "runtime.growsliceBuf", "int", HW_BUFFER_STACK, 8},
    };
    static const char differ[] =
        "two packages compiled this closure and claim different things; names do not tell which "
        "copy ran";
    static const wanted want[] = {
        {6, HW_CONTRADICTED, "tmpbuf-overflow",
         "the result did not fit the 32-byte buffer on the stack", 1, NULL},
        {7, HW_AMBIGUOUS, NULL, differ, 0, NULL},
        {8, HW_CONFIRMED, "honest", "the compiler said that it escapes, and it does", 1, NULL},
        {9, HW_AMBIGUOUS, NULL, differ, 0, NULL},
        {10, HW_AMBIGUOUS, NULL, differ, 0, NULL},
        {0},
    };
    CHECK(27, log, calls, want);
}

/* Slices in a map's literal are allocated at its first line: those that own nothing on their own.
 */
static void entries_of_a_literal(void **state)
{
    (void)state;
    static const char log[] = HEAD "./a.go:7:14: map[string][]string{...} escapes to heap\n"
                                   "./a.go:8:9: []string{...} escapes to heap\n"
                                   "./a.go:9:9: []string{...} escapes to heap\n"
                                   "./a.go:10:9: []string{...} escapes to heap\n";
    static const call calls[] = {
        {"main.f", "/src/app/a.go", 7, 32, "runtime.newobject", "[2]string", HW_BUFFER_UNKNOWN, 32},
        {"main.f", "/src/app/a.go", 7, 48, "runtime.makemap_small", NULL, HW_BUFFER_UNKNOWN, 0},
        {"main.f", "/src/app/a.go", 9, 32, "runtime.newobject", "[2]string", HW_BUFFER_UNKNOWN, 32},
        {"main.f", "/src/app/a.go", 10, 24, "runtime.convTslice", NULL, HW_BUFFER_UNKNOWN, 24},
    };
    static const char right[] = "the compiler said that it escapes, and it does";
    static const wanted want[] = {
        {7, HW_CONFIRMED, "honest", right, 2, "runtime.newobject"},
        {7, HW_CONFIRMED, "honest", right, 1, "runtime.makemap_small"},
        {9, HW_CONFIRMED, "honest", right, 1, NULL},
        {10, HW_CONFIRMED, "honest", right, 1, NULL},
        {0},
    };
    CHECK(26, log, calls, want);
}

/* What has no line of its own is nobody's: its callers are not shown either. */
static void a_leaf_without_lines(void **state)
{
    (void)state;
    static const call calls[] = {
        {"main.f", "/src/app/a.go", 7, 64, NULL, NULL, HW_BUFFER_UNKNOWN, 0}};
    const hw_judge_options options = {.sort = HW_ALLOC_SPACE, .limits.candidates = 4096};
    for (int lines = 0; lines < 2; lines++) {
        test_log l;
        hw_profile p;
        hw_audit a;
        hw_error err;
        test_log_text(&l, HW_STR(HEAD));
        hw_profile_init(&p, l.claims.strings);
        p.present = 1U << HW_ALLOC_OBJECTS | 1U << HW_ALLOC_SPACE;
        add_call(&p, &calls[0], 26);
        p.locations.at[0].frames = (uint32_t)lines;
        hw_profile_input in = {.locations = (uint32_t)p.locations.len};
        assert_true(hw_vec_push(&p.inputs, in));
        hw_audit_init(&a);
        assert_int_equal(hw_judge(&p, &l.claims, &options, &a, &err), HW_OK);
        assert_int_equal(a.findings.len, 1);
        if (!lines)
            assert_int_equal(a.findings.at[0].verdict, HW_UNDIAGNOSED);
        assert_int_equal(a.findings.at[0].caller_count, lines);
        hw_audit_free(&a);
        hw_profile_free(&p);
        test_log_free(&l);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(concatenations_without_a_claim), cmocka_unit_test(more_calls_than_claims),
        cmocka_unit_test(copies_of_a_closure), cmocka_unit_test(entries_of_a_literal),
        cmocka_unit_test(a_leaf_without_lines)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
