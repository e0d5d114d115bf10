#include "verdict/judge.h"

#include "base/mem.h"
#include "join/own_call.h"
#include "verdict/cause.h"
#include "verdict/doubt.h"
#include "verdict/judge_line.h"
#include "verdict/subject.h"

/* ---- one site by itself ---- */

typedef struct tally {
    unsigned heap, stack, maybe_heap, maybe_stack;
} tally;

static tally count(const hw_subject *s)
{
    tally t = {0};
    for (uint32_t i = 0; i < s->found->matches; i++) {
        bool heap = hw_claim_heap(hw_subject_claim(s, i));
        bool sure = hw_subject_match(s, i)->own == HW_OWN_YES;
        t.heap += heap && sure;
        t.stack += !heap && sure;
        t.maybe_heap += heap && !sure;
        t.maybe_stack += !heap && !sure;
    }
    return t;
}

static hw_site_verdict say(hw_verdict verdict, hw_basis basis, const char *why)
{
    return (hw_site_verdict){.verdict = verdict, .basis = basis, .why = why};
}

/* Something on the line may allocate without a claim. Where the call is known, only what calls the
 * same function counts. */
static bool may_be_silent(const hw_subject *s)
{
    const hw_site_claims *found = s->found;
    if (hw_site_called(s->site))
        return s->site->allocation.family == HW_FAMILY_CONCAT && found->silent & HW_SILENT_CONCAT;
    return found->silent && !found->accounted;
}

/* What is said of a call that no claim can own. Families that have a cause in unclaimed_causes are
 * missing: the sentence of the cause is said. */
static const char *const unclaimed_calls[HW_FAMILY_COUNT] = {
    [HW_FAMILY_OBJECT] = "the line allocates an object, and no claim of it can own that",
    [HW_FAMILY_MALLOC] = "the line allocates memory, and no claim of it can own that",
    [HW_FAMILY_SLICE] = "the line makes a slice, and no claim of it can own that",
    [HW_FAMILY_SLICE_COPY] = "the line makes a slice, and no claim of it can own that",
    [HW_FAMILY_MAP] = "the line makes a map, and no claim of it can own that",
    [HW_FAMILY_CONVERT] = "the line makes an interface of a value, and no claim can own that",
    [HW_FAMILY_STRING] = "the line converts a string, and no claim of it can own that",
};

/* The compiler makes no object without a claim (rule 10). But it charges the objects of a literal
 * over several lines to one of these lines. Objects of reflection are no such objects: their type
 * is known at run time only. */
static bool claimed_elsewhere(const hw_site *s)
{
    return hw_own_is_object(&s->allocation) && s->allocation.untyped != HW_UNTYPED_RUN_TIME;
}

/* The closure around the call of a go or defer statement: a function, and the call's arguments.
 * Only -m=2 speaks of it. */
static bool may_be_wrapper(const hw_subject *of)
{
    enum { LARGEST = 64 };
    const hw_seen_sizes seen = hw_join_sizes(of->in, of->site);
    return !hw_join_explained(of->in) && seen.known && seen.n == 1 && seen.at[0].size >= 16 &&
           seen.at[0].size <= LARGEST;
}

static hw_site_verdict judge_unmatched(const hw_subject *of)
{
    const hw_site *s = of->site;
    const hw_site_claims *found = of->found;
    if (!found->diagnosed) {
        return say(
            HW_UNDIAGNOSED, HW_BASIS_NONE,
            s->service
                ? "the runtime allocated this for a package that is not in the diagnostics"
                : "the package is not in the diagnostics: compile it with -gcflags=-m=2 too");
    }
    if (s->service) {
        return say(
            HW_UNCLAIMED, HW_BASIS_LINE,
            "the runtime allocated this on behalf of the line; no claim of the line speaks of it");
    }
    if (claimed_elsewhere(s)) {
        return say(
            HW_AMBIGUOUS, HW_BASIS_ALLOCATOR,
            "an object, whose claim stands on another line: of a literal that spans several, or of "
            "other sources");
    }
    if (hw_site_called(s) || hw_own_calls_unknown(&s->allocation)) {
        return say(HW_UNCLAIMED, HW_BASIS_ALLOCATOR, unclaimed_calls[s->allocation.family]);
    }
    if (may_be_wrapper(of))
        return say(
            HW_AMBIGUOUS, HW_BASIS_LINE,
            "no claim of the line can own this; closures around go and defer calls have none "
            "with -m alone, build with -m=2");
    if (found->silent & (HW_SILENT_MAP | HW_SILENT_ASSIGN)) {
        return say(
            HW_UNCLAIMED, HW_BASIS_LINE,
            "no claim of the line can own these sizes; it assigns to a map, which may have grown");
    }
    if (found->silent & HW_SILENT_CONCAT) {
        return say(HW_UNCLAIMED, HW_BASIS_LINE,
                   "no claim of the line can own these bytes; s += t allocates and has none");
    }
    return say(HW_UNCLAIMED, HW_BASIS_LINE,
               "no claim of the line can own these bytes: map growth, make(chan), go, defer, panic "
               "and "
               "append before Go 1.25 have none");
}

/* The strongest evidence that every owner has; there is one. */
static hw_basis basis_of(const hw_subject *s)
{
    bool whole = s->in->inlining_known && s->in->where->headers;
    bool chain = true;
    if (hw_site_called(s->site))
        return HW_BASIS_ALLOCATOR;
    for (uint32_t i = 0; i < s->found->matches; i++)
        chain &= hw_subject_match(s, i)->chain;
    if (chain)
        return HW_BASIS_CHAIN;
    return whole && hw_join_sizes(s->in, s->site).known ? HW_BASIS_SIZE : HW_BASIS_LINE;
}

static hw_site_verdict judge_alone(const hw_subject *of)
{
    const hw_site *s = of->site;
    const hw_site_claims *found = of->found;
    tally t = count(of);
    if (s->collector && found->diagnosed)
        return say(HW_UNCLAIMED, HW_BASIS_ALLOCATOR, "a collection that began here allocated this");
    if (s->location == HW_NONE || s->line == 0)
        return say(HW_UNDIAGNOSED, HW_BASIS_NONE, "the profile has no source line for it");
    if (of->in->filtered && found->diagnosed && !s->service)
        return say(HW_AMBIGUOUS, HW_BASIS_LINE,
                   "the log was filtered: a whole kind of claim is missing from it");
    if (found->matches == 0)
        return judge_unmatched(of);
    hw_basis basis = basis_of(of);
    if (found->crowded)
        return say(HW_AMBIGUOUS, HW_BASIS_LINE, "the line has more claims than are looked at");
    if (found->blocks_differ)
        return say(
            HW_AMBIGUOUS, HW_BASIS_LINE,
            "two packages compiled this closure and claim different things; names do not tell "
            "which copy ran");
    if ((t.heap || t.maybe_heap) && (t.stack || t.maybe_stack))
        return say(HW_AMBIGUOUS, basis, "claims on the line disagree and nothing separates them");
    if (may_be_silent(of))
        return say(
            HW_AMBIGUOUS, basis,
            "the line also assigns to an element or with +=, which allocates without a claim");
    if (found->other_types)
        return say(HW_AMBIGUOUS, basis,
                   "the line's claims are of other types than what is allocated here");
    if (!t.heap && !t.stack)
        return say(HW_AMBIGUOUS, basis,
                   "the claim may own these bytes, but something on the line may too");
    const char *doubt = hw_site_called(s) || s->allocation.lost ? NULL : hw_doubt(of);
    if (doubt)
        return say(HW_AMBIGUOUS, basis, doubt);
    if (t.heap)
        return say(HW_CONFIRMED, basis, "the compiler said that it escapes");
    return say(HW_CONTRADICTED, basis,
               "every claim that can own these bytes says that it does not escape");
}

HW_MEM hw_judge_sites(const hw_join_input *in, const hw_joined *joined, hw_site_verdicts *ret)
{
    size_t n = joined->list.len;
    if (!hw_vec_room(ret, n))
        return HW_MEM_OUT;
    for (size_t i = 0; i < n; i++) {
        const hw_subject s = hw_subject_of(in, joined, i);
        if (!hw_vec_push(ret, judge_alone(&s)))
            return HW_MEM_OUT;
    }
    if (!hw_judge_lines(in, joined, ret))
        return HW_MEM_OUT;
    for (size_t i = 0; i < n; i++) {
        const hw_subject s = hw_subject_of(in, joined, i);
        hw_site_verdict *v = &ret->at[i];
        v->cause = hw_cause_of(&s, v->verdict);
        if (v->cause != HW_CAUSE_UNKNOWN && v->verdict != HW_UNDIAGNOSED)
            v->why = hw_cause_rows[v->cause].text;
    }
    return HW_MEM_OK;
}
