/* verdict/judge: several calls at one place, joined by hand. */
#include "verdict_world.h"

#include <string.h>

#include "verdict/judge.h"
#include "verdict/kind_causes.h"
#include "verdict/objects.h"

enum { CALLS = 3 };

/* The verdict of so many calls of one function at one place, which one claim can own. */
static hw_verdict judge(hw_kind kind, const char *callee, hw_go_range go)
{
    world w;
    hw_sites sites = {0};
    world_open(&w);
    w.where.headers = true;
    const hw_callee *row = hw_callee_of(hw_str_of(callee), 26);
    hw_claim claim = {.class = HW_CLASS_HEAP, .kind = (uint8_t)kind};
    hw_joined joined = {0};
    hw_site_verdicts verdicts = {0};
    const hw_site_lines none = {.line = HW_NONE, .inner_line = HW_NONE};
    const hw_site_lines site_lines[CALLS] = {none, none, none};
    const hw_lines lines = {0};
    const hw_join_input in = {.profile = &w.profile,
                              .claims = &w.claims,
                              .sites = &sites,
                              .lines = &lines,
                              .site_lines = site_lines,
                              .where = &w.where,
                              .world.go = go,
                              .inlining_known = true};
    assert_non_null(row);
    const hw_log_input log = {.text = HW_STR("map[K]V{...}")};
    claim.len = claim.expr_len = (uint32_t)log.text.n;
    assert_true(hw_vec_push(&w.claims.inputs, log) &&
                hw_vec_push(&w.claims.blocks, (hw_block){0}) && hw_vec_push(&w.claims.list, claim));
    for (uint32_t i = 0; i < CALLS; i++)
        assert_true(hw_vec_push(&w.profile.locations, (hw_location){0}));
    for (uint32_t i = 0; i < CALLS; i++) {
        hw_site s = {.location = i, .leaf = HW_NONE, .function = HW_NONE, .line = 7, .place = 1};
        s.allocation = (hw_allocation_call){.looked = true,
                                            .callee = put(&w, callee),
                                            .family = row->family,
                                            .type_size = HW_SIZE_UNKNOWN};
        hw_site_claims found = {.site = i, .matches_at = i, .matches = 1, .diagnosed = true};
        hw_match m = {.claim = 0, .own = HW_OWN_YES};
        assert_true(hw_vec_push(&sites.list, s) && hw_vec_push(&joined.list, found) &&
                    hw_vec_push(&joined.matches, m));
    }
    assert_true(hw_judge_sites(&in, &joined, &verdicts));
    hw_verdict verdict = verdicts.at[0].verdict;
    for (size_t i = 0; i < CALLS; i++)
        assert_int_equal(verdicts.at[i].verdict, verdict);
    hw_vec_free(&sites.list);
    hw_joined_free(&joined);
    hw_vec_free(&verdicts);
    world_close(&w);
    return verdict;
}

/* More calls than claims: something allocates without a claim, if such a call can; else the code is
 * there several times, as in the wrappers of embedded methods. */
static void more_calls_than_claims(void **state)
{
    const hw_go_range old = {24, 24}, new = {26, 26};
    (void)state;
    assert_int_equal(judge(HW_KIND_NEW, "runtime.newobject", new), HW_CONFIRMED);
    assert_int_equal(judge(HW_KIND_NEW, "runtime.mallocgcSmallNoScanSC3", new), HW_CONFIRMED);
    assert_int_equal(judge(HW_KIND_MAKE_SLICE, "runtime.makeslice", old), HW_CONFIRMED);
    assert_int_equal(judge(HW_KIND_CONVERSION, "runtime.slicebytetostring", new), HW_CONFIRMED);
    assert_int_equal(judge(HW_KIND_APPEND, "runtime.growslice", new), HW_CONFIRMED);
    assert_int_equal(judge(HW_KIND_APPEND, "runtime.growslice", old), HW_AMBIGUOUS);
    assert_int_equal(judge(HW_KIND_CONCAT, "runtime.concatstring2", new), HW_AMBIGUOUS);
    /* A literal calls for each of its entries. */
    assert_int_equal(judge(HW_KIND_MAP_LITERAL, "runtime.mapassign_faststr", new), HW_CONFIRMED);
}

/* The only site, at a line whose claims cannot own it. */
static hw_site_verdict judge_alone(hw_allocation_call allocation)
{
    world w;
    hw_sites sites = {0};
    world_open(&w);
    w.where.headers = true;
    hw_site s = {.leaf = HW_NONE, .function = HW_NONE, .line = 7, .allocation = allocation};
    hw_joined joined = {0};
    hw_site_verdicts verdicts = {0};
    const hw_join_input in = {.profile = &w.profile,
                              .claims = &w.claims,
                              .sites = &sites,
                              .where = &w.where,
                              .world.go = {26, 26}};
    const hw_site_claims found = {.diagnosed = true, .silent = HW_SILENT_MAP};
    assert_true(hw_vec_push(&w.profile.locations, (hw_location){0}) &&
                hw_vec_push(&sites.list, s) && hw_vec_push(&joined.list, found));
    assert_true(hw_judge_sites(&in, &joined, &verdicts));
    hw_site_verdict v = verdicts.at[0];
    hw_vec_free(&sites.list);
    hw_joined_free(&joined);
    hw_vec_free(&verdicts);
    world_close(&w);
    return v;
}

static void calls_without_claims(void **state)
{
    hw_allocation_call w = {.looked = true, .callee = 1, .type_size = HW_SIZE_UNKNOWN};
    (void)state;
    w.family = HW_FAMILY_MAP_ASSIGN;
    assert_int_equal(judge_alone(w).verdict, HW_UNCLAIMED);
    assert_int_equal(judge_alone(w).cause, HW_CAUSE_MAP_GROW);
    /* Objects have claims: it stands at another line of the literal. */
    w.family = HW_FAMILY_OBJECT;
    assert_int_equal(judge_alone(w).verdict, HW_AMBIGUOUS);
    /* reflect.New and the like allocate what they are told to. */
    w.untyped = HW_UNTYPED_RUN_TIME;
    assert_int_equal(judge_alone(w).verdict, HW_UNCLAIMED);
    w.family = HW_FAMILY_MALLOC;
    w.untyped = HW_UNTYPED_NONE;
    assert_int_equal(judge_alone(w).verdict, HW_AMBIGUOUS);
    w.untyped = HW_UNTYPED_NIL; /* a make with a copy, or bytes of the runtime */
    assert_int_equal(judge_alone(w).verdict, HW_UNCLAIMED);
}

/* Whatever was called, there is a sentence: of the cause, or of the call. */
static void every_call_has_a_sentence(void **state)
{
    hw_allocation_call w = {.looked = true, .callee = 1, .type_size = HW_SIZE_UNKNOWN};
    (void)state;
    for (unsigned untyped = 0; untyped < 2; untyped++)
        for (unsigned i = 0; i < HW_FAMILY_COUNT; i++) {
            w.family = (hw_family)i;
            w.untyped = untyped ? HW_UNTYPED_RUN_TIME : HW_UNTYPED_NONE;
            hw_site_verdict k = judge_alone(w);
            assert_non_null(k.why);
            if (k.cause != HW_CAUSE_UNKNOWN)
                assert_string_equal(k.why, hw_cause_rows[k.cause].text);
        }
}

/* A call through an interface or a closure is of a function of the program, whose frame is lost. */
static void calls_of_nobody_knows_whom(void **state)
{
    const hw_allocation_call w = {.looked = true,
                                  .family = HW_FAMILY_OTHER,
                                  .untyped = HW_UNTYPED_INDIRECT,
                                  .type_size = HW_SIZE_UNKNOWN};
    const hw_claim claim = {.class = HW_CLASS_HEAP, .kind = HW_KIND_NEW};
    const hw_claims none = {0};
    const hw_seen_sizes sizes = {0};
    (void)state;
    assert_int_equal(hw_own_can(&none, &claim, 0, &sizes, &w, (hw_own_world){{26, 26}, false}),
                     HW_OWN_NO);
    assert_int_equal(judge_alone(w).verdict, HW_UNCLAIMED);
    assert_int_equal(judge_alone(w).cause, HW_CAUSE_LOST_FRAME);
}

/* What the strongest evidence is, of one claim and one site whose call is not known. */
static hw_basis basis_of(bool whole, bool sized, bool chain)
{
    world w;
    hw_sites sites = {0};
    hw_joined joined = {0};
    hw_site_verdicts verdicts = {0};
    world_open(&w);
    w.where.headers = whole;
    const hw_site_lines lines_of = {.line = HW_NONE, .inner_line = HW_NONE};
    const hw_lines lines = {0};
    const hw_join_input in = {.profile = &w.profile,
                              .claims = &w.claims,
                              .sites = &sites,
                              .lines = &lines,
                              .site_lines = &lines_of,
                              .where = &w.where,
                              .world.go = {26, 26},
                              .inlining_known = true};
    const hw_log_input log = {.text = HW_STR("&T{...}")};
    const hw_claim claim = {.class = HW_CLASS_HEAP,
                            .kind = HW_KIND_NEW,
                            .len = (uint32_t)log.text.n,
                            .expr_len = (uint32_t)log.text.n};
    const hw_site s = {
        .leaf = HW_NONE, .function = HW_NONE, .line = 7, .sizes = 1, .values.v = {1, 24}};
    const hw_site_size size = {sized ? 24 : HW_SIZE_UNKNOWN, {{1, 24, 0, 0}}};
    const hw_site_claims found = {.matches = 1, .diagnosed = true};
    const hw_match m = {.own = HW_OWN_YES, .chain = chain};
    assert_true(
        hw_vec_push(&w.claims.inputs, log) && hw_vec_push(&w.claims.blocks, (hw_block){0}) &&
        hw_vec_push(&w.claims.list, claim) && hw_vec_push(&sites.sizes, size) &&
        hw_vec_push(&w.profile.locations, (hw_location){0}) && hw_vec_push(&sites.list, s) &&
        hw_vec_push(&joined.list, found) && hw_vec_push(&joined.matches, m));
    assert_true(hw_judge_sites(&in, &joined, &verdicts));
    hw_basis basis = verdicts.at[0].basis;
    hw_vec_free(&sites.list);
    hw_vec_free(&sites.sizes);
    hw_joined_free(&joined);
    hw_vec_free(&verdicts);
    world_close(&w);
    return basis;
}

/* A chain of calls, or the sizes where they are known and the log is whole, or only the line. */
static void evidence(void **state)
{
    (void)state;
    assert_int_equal(basis_of(true, true, true), HW_BASIS_CHAIN);
    assert_int_equal(basis_of(true, true, false), HW_BASIS_SIZE);
    assert_int_equal(basis_of(true, false, false), HW_BASIS_LINE);
    assert_int_equal(basis_of(false, true, false), HW_BASIS_LINE);
}

/* What was inlined where no call ends is gone from the stack. Of other code without a call nothing
 * is known. */
static void places_without_a_call(void **state)
{
    hw_allocation_call w = {.looked = true,
                            .family = HW_FAMILY_OTHER,
                            .untyped = HW_UNTYPED_NO_CALL,
                            .type_size = HW_SIZE_UNKNOWN};
    (void)state;
    assert_int_equal(judge_alone(w).verdict, HW_UNCLAIMED);
    assert_int_equal(judge_alone(w).cause, HW_CAUSE_LOST_FRAME);
    w.untyped = HW_UNTYPED_NO_TYPE;
    assert_int_equal(judge_alone(w).cause, HW_CAUSE_UNKNOWN);
    w.untyped = HW_UNTYPED_NO_CALL;
    w.looked = false;
    assert_int_equal(judge_alone(w).cause, HW_CAUSE_UNKNOWN);
}

/* Objects of a line that is no plain function's of the log prove nothing, nor does what may be the
 * closure of a go or defer statement. */
static void objects_that_count(void **state)
{
    (void)state;
    world w;
    world_open(&w);
    const hw_sid type = put(&w, "main.T"), closure = put(&w, "struct { F uintptr; X0 int }");
    const hw_site plain = {.location = 0,
                           .line = 7,
                           .allocation = {.callee = 1, .family = HW_FAMILY_OBJECT, .type = type}};
    hw_site s[11];
    hw_site_claims found[11];
    enum { PLAIN, CALL, PLACE, LINE, SERVICE, COLLECTOR, INIT, GENERIC, CLOSURE, LOG, CROWDED };
    for (uint32_t i = 0; i < 11; i++) {
        s[i] = plain;
        found[i] = (hw_site_claims){.site = i, .diagnosed = true};
    }
    s[CALL].allocation.family = HW_FAMILY_SLICE;
    s[PLACE].location = HW_NONE;
    s[LINE].line = 0;
    s[SERVICE].service = true;
    s[COLLECTOR].collector = true;
    s[INIT].where.name.init = true;
    s[GENERIC].where.name.generic = true;
    s[CLOSURE].allocation.type = closure;
    found[LOG].diagnosed = false;
    found[CROWDED].crowded = true;
    hw_sites sites = {0};
    hw_joined joined = {0};
    hw_join_input in = {.profile = &w.profile, .claims = &w.claims, .sites = &sites};
    assert_true(hw_vec_add(&sites.list, s, 11) && hw_vec_add(&joined.list, found, 11));
    hw_objects r = hw_objects_count(&in, &joined);
    assert_int_equal(r.unclaimed, 1);
    assert_int_equal(r.claimed, 0);
    assert_false(r.differs); /* a single one */
    joined.list.at[PLAIN].matches = 1;
    r = hw_objects_count(&in, &joined);
    assert_int_equal(r.unclaimed, 0);
    assert_int_equal(r.claimed, 1);
    /* With -m=2 such closures have claims. */
    assert_true(hw_vec_push(&w.claims.routes, (hw_route){0}));
    assert_int_equal(hw_objects_count(&in, &joined).unclaimed, 1);
    sites.list.at[CALL].allocation.family = HW_FAMILY_OBJECT;
    assert_true(hw_objects_count(&in, &joined).differs);
    in.filtered = true;
    assert_false(hw_objects_count(&in, &joined).differs);
    hw_vec_free(&sites.list);
    hw_joined_free(&joined);
    world_close(&w);
}

/* What the kind of a claim alone says of its bytes, or of their want. All else is honest where it
 * is right, and unknown where it is wrong. */
static void kinds_have_causes(void **state)
{
    (void)state;
    static const struct {
        const char *kind;
        hw_cause confirmed, contradicted, without_call;
    } rows[] = {
        {"value", HW_CAUSE_HONEST, HW_CAUSE_IFACE_LARGE, HW_CAUSE_UNKNOWN},
        {"byte", HW_CAUSE_HONEST, HW_CAUSE_UNKNOWN, HW_CAUSE_NEVER_READONLY_CONST},
        {"variable", HW_CAUSE_HONEST, HW_CAUSE_UNKNOWN, HW_CAUSE_MERGED_ALLOC},
        {"append", HW_CAUSE_APPEND_GROW, HW_CAUSE_APPEND_GROW, HW_CAUSE_UNKNOWN},
        {"make slice", HW_CAUSE_HONEST, HW_CAUSE_VARMAKE_OVERFLOW, HW_CAUSE_NEVER_ELIDED},
        {"make map", HW_CAUSE_HONEST, HW_CAUSE_MAP_HINT, HW_CAUSE_UNKNOWN},
        {"map literal", HW_CAUSE_HONEST, HW_CAUSE_MAP_HINT, HW_CAUSE_UNKNOWN},
        {"composite", HW_CAUSE_HONEST, HW_CAUSE_IFACE_LARGE, HW_CAUSE_NEVER_READONLY_CONST},
        {"func literal", HW_CAUSE_HONEST, HW_CAUSE_UNKNOWN, HW_CAUSE_NEVER_STATIC_CLOSURE},
        {"concatenation", HW_CAUSE_HONEST, HW_CAUSE_TMPBUF_OVERFLOW, HW_CAUSE_UNKNOWN},
        {"conversion", HW_CAUSE_HONEST, HW_CAUSE_TMPBUF_OVERFLOW, HW_CAUSE_UNKNOWN},
        {"constant", HW_CAUSE_HONEST, HW_CAUSE_UNKNOWN, HW_CAUSE_NEVER_READONLY_CONST},
        {NULL, HW_CAUSE_HONEST, HW_CAUSE_UNKNOWN, HW_CAUSE_UNKNOWN},
    };
    for (unsigned k = 0; k < HW_KIND_COUNT; k++) {
        size_t i = 0;
        while (rows[i].kind && strcmp(rows[i].kind, hw_kind_rows[k].name) != 0)
            i++;
        assert_int_equal(hw_kind_cause_rows[k].confirmed, rows[i].confirmed);
        assert_int_equal(hw_kind_cause_rows[k].contradicted, rows[i].contradicted);
        assert_int_equal(hw_kind_cause_rows[k].without_call, rows[i].without_call);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(more_calls_than_claims),    cmocka_unit_test(calls_without_claims),
        cmocka_unit_test(every_call_has_a_sentence), cmocka_unit_test(calls_of_nobody_knows_whom),
        cmocka_unit_test(kinds_have_causes),         cmocka_unit_test(places_without_a_call),
        cmocka_unit_test(objects_that_count),        cmocka_unit_test(evidence)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
