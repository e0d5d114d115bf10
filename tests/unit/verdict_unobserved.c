/* verdict/why_unobserved: why a claim has no bytes, where the program's code is at hand. */
#include "verdict_world.h"

#include <string.h>

#include "verdict/why_unobserved.h"

typedef struct claimed {
    hw_kind kind;
    const char *expr, *callee;
    hw_cause cause;
} claimed;

/* The cause of a heap claim that no bytes speak of. `callee`: what the code calls for it, "" where
 * the program has its function and no call. */
static hw_cause cause_of(const claimed *r, bool exact, int minor, bool merges, bool typed)
{
    world w;
    world_open(&w);
    hw_log_input in = {.text = hw_str_of(r->expr)};
    assert_true(hw_vec_push(&w.claims.blocks, ((hw_block){.package = put(&w, "p")})));
    assert_true(hw_vec_push(&w.claims.inputs, in));
    hw_claim c = {.class = HW_CLASS_HEAP,
                  .kind = (uint8_t)r->kind,
                  .len = (uint32_t)strlen(r->expr),
                  .expr_len = (uint32_t)strlen(r->expr)};
    const hw_callee *row = hw_callee_of(hw_str_of(r->callee), (unsigned)minor);
    hw_sid name = put(&w, "p.f"), tiny = put(&w, "int64");
    hw_finding f = {.allocator = put(&w, r->callee),
                    .family = row ? row->family : HW_FAMILY_OTHER,
                    .type = typed ? tiny : 0,
                    .type_size = r->kind == HW_KIND_MOVED ? 8 : 64,
                    .pointer_free = true};
    hw_audit a = {.claims = &w.claims, .strings = &w.strings};
    assert_true(hw_vec_push(&a.findings, f));
    uint8_t yes[64] = {0}, merged[64] = {0}, none[64] = {0};
    assert_true(name < sizeof yes);
    yes[name] = 1;
    merged[name] = merges;
    uint32_t finding = *r->callee ? 1 : 0;
    hw_decl d = {.name = name};
    const hw_why_unobserved why = {.audit = &a,
                                   .exact = exact,
                                   .finding = &finding,
                                   .linked = yes,
                                   .inlined = none,
                                   .merges = merged,
                                   .strings = sizeof yes,
                                   .go = {minor, minor}};
    hw_cause cause = hw_why_unobserved_cause(&why, 0, &c, &d, name, HW_NONE);
    hw_vec_free(&a.findings);
    world_close(&w);
    return cause;
}

#define NEVER HW_CAUSE_NEVER_EXECUTED
#define NONE  HW_CAUSE_UNKNOWN

static void calls_that_always_allocate_did_not_run(void **state)
{
    (void)state;
    static const claimed rows[] = {
        {HW_KIND_NEW, "&T{...}", "runtime.newobject", NEVER},
        {HW_KIND_NEW, "&T{...}", "runtime.mallocgcSmallScanNoHeaderSC5", NEVER},
        {HW_KIND_MOVED, "x", "runtime.newobject", NONE}, /* in another's block of 16 bytes */
        {HW_KIND_MAKE_CONST, "make([]int, 10)", "runtime.makeslice", NEVER},
        {HW_KIND_MAKE_CONST, "make([]byte, 3)", "runtime.makeslice", NONE}, /* a shared block */
        {HW_KIND_MAKE_CONST, "make([]int, 10)", "runtime.makeslicecopy", NEVER},
        {HW_KIND_MAKE_SLICE, "make([]int, n)", "runtime.makeslice", NONE},
        {HW_KIND_MAKE_MAP, "make(map[int]int)", "runtime.makemap_small", NEVER},
        {HW_KIND_MAP_LITERAL, "map[int]int{...}", "runtime.mapassign_fast64", NEVER},
        {HW_KIND_APPEND, "append", "runtime.growslice", NONE},
        {HW_KIND_APPEND, "append", "runtime.moveSlice", NONE},
        {HW_KIND_VALUE, "v", "runtime.convT", NEVER},
        {HW_KIND_VALUE, "v", "runtime.convTnoptr", NEVER},
        {HW_KIND_VALUE, "v", "runtime.convT64", NONE},
        {HW_KIND_VALUE, "v", "runtime.convTstring", NONE},
        /* A result is one of the operands where the others are empty. */
        {HW_KIND_CONCAT, "a + b", "runtime.concatstring2", NONE},
        {HW_KIND_CONCAT, "\"a\" + b", "runtime.concatstring2", NONE},
        {HW_KIND_CONCAT, "\"not so very \" + b + \" short \"", "runtime.concatstring3", NEVER},
        {HW_KIND_CONCAT, "\"a\" + b + \"c\"", "runtime.concatstring3", NONE}, /* a shared block */
        {HW_KIND_CONCAT, "a + \"of eight\" + c + \"and more\" + e", "runtime.concatstring5", NEVER},
        {HW_KIND_CONCAT, "\"a\" + b + \"\"", "runtime.concatstring3", NONE},
        {HW_KIND_CONCAT, "\"\" + b + \"c\"", "runtime.concatstring3", NONE},
        {HW_KIND_CONCAT, "a + \"b\" + \"c\"", "runtime.concatstring3", NONE}, /* one constant */
        {HW_KIND_CONCAT, "a + \"b\" + \"\" + \"c\"", "runtime.concatstring3", NONE},
        {HW_KIND_CONCAT, "f(\"a\" + \"b\") + c + \" + \"", "runtime.concatstring3", NONE},
        {HW_KIND_CONVERSION, "([]byte)(s)", "runtime.stringtoslicebyte", NONE},
        {HW_KIND_CONVERSION, "([]byte)(\"sixteen and more\")", "runtime.stringtoslicebyte", NEVER},
        {HW_KIND_CONVERSION, "([]byte)(\"abc\")", "runtime.stringtoslicebyte", NONE},
        {HW_KIND_CONVERSION, "([]byte)(\"fifteen of them\")", "runtime.stringtoslicebyte", NONE},
        {HW_KIND_CONVERSION, "([]byte)(\"fifteen of them\\n\")", "runtime.stringtoslicebyte", NONE},
        {HW_KIND_CONVERSION, "([]byte)(\"sixteen and more\\n\")", "runtime.stringtoslicebyte",
         NEVER},
        {HW_KIND_CONVERSION, "([]byte)(\"\\x00\\x00\\x00\\x00\\x00\")", "runtime.stringtoslicebyte",
         NONE},
        {HW_KIND_CONVERSION, "([]rune)(\"sixteen and more\")", "runtime.stringtoslicerune", NEVER},
        {HW_KIND_CONVERSION, "([]byte)(\"\")", "runtime.stringtoslicebyte", NONE},
        {HW_KIND_CONVERSION, "([]byte)(\"a\" + s)", "runtime.stringtoslicebyte", NONE},
        {HW_KIND_CONVERSION, "string(b)", "runtime.slicebytetostring", NONE},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        hw_cause cause = cause_of(&rows[i], true, 26, false, true);
        if (cause != rows[i].cause)
            fail_msg("%s, %s: %d", rows[i].expr, rows[i].callee, (int)cause);
        /* A profile that does not have every allocation shows nothing of the kind. */
        assert_int_equal(cause_of(&rows[i], false, 26, false, true), NONE);
    }
}

static void code_without_a_call_may_have_two_reasons(void **state)
{
    (void)state;
    const claimed constant = {HW_KIND_COMPOSITE, "T{...}", "", HW_CAUSE_NEVER_READONLY_CONST},
                  empty = {HW_KIND_COMPOSITE, "T{}", "", NONE}, moved = {HW_KIND_MOVED, "x", "", 0};
    for (int exact = 0; exact < 2; exact++) {
        assert_int_equal(cause_of(&constant, exact, 26, false, true),
                         HW_CAUSE_NEVER_READONLY_CONST);
        assert_int_equal(cause_of(&constant, exact, 24, false, true),
                         NONE);                                           /* it allocated there */
        assert_int_equal(cause_of(&empty, exact, 26, false, true), NONE); /* or has no size */
        assert_int_equal(cause_of(&moved, exact, 26, true, true), HW_CAUSE_MERGED_ALLOC);
        assert_int_equal(cause_of(&moved, exact, 26, false, true), NONE);
    }
}

/* A size without a type may be that of anything. */
static void what_is_made_is_not_known(void **state)
{
    (void)state;
    static const claimed rows[] = {
        {HW_KIND_MAKE_CONST, "make([]T, 10)", "runtime.makeslice", NONE},
        {HW_KIND_MAKE_CONST, "make([]byte, 16)", "runtime.makeslice", NEVER},
        {HW_KIND_MAKE_CONST, "make([]byte, 15)", "runtime.makeslice", NONE},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_int_equal(cause_of(&rows[i], true, 26, false, false), rows[i].cause);
    assert_int_equal(cause_of(&rows[0], true, 26, false, true), NEVER);
}

/* Only a profile of everything that a process allocated proves that code did not run. */
static void differences_and_what_is_held_prove_nothing(void **state)
{
    (void)state;
    enum {
        HELD = 1u << HW_INUSE_SPACE | 1u << HW_INUSE_OBJECTS,
        ALL = HELD | 1u << HW_ALLOC_SPACE
    };
    static const struct {
        int64_t period;
        bool delta;
        unsigned present;
        bool exact;
    } rows[] = {
        {1, false, ALL, true},       {1, true, ALL, false},
        {1, false, HELD, false},     {1, false, 1u << HW_ALLOC_OBJECTS, true},
        {524288, false, ALL, false}, {0, false, ALL, false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        world w;
        world_open(&w);
        w.profile.period = rows[i].period;
        w.profile.delta = rows[i].delta;
        w.profile.present = rows[i].present;
        hw_audit a = {.profile = &w.profile, .claims = &w.claims, .strings = &w.strings};
        const hw_join_input in = {.profile = &w.profile, .claims = &w.claims};
        hw_why_unobserved why;
        assert_true(hw_why_unobserved_init(&why, &a, &in));
        assert_int_equal(why.exact, rows[i].exact);
        hw_why_unobserved_free(&why);
        world_close(&w);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(calls_that_always_allocate_did_not_run),
        cmocka_unit_test(what_is_made_is_not_known),
        cmocka_unit_test(code_without_a_call_may_have_two_reasons),
        cmocka_unit_test(differences_and_what_is_held_prove_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
