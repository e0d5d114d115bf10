#include "verdict/judge.h"

#include <stdlib.h>

#include "base/mem.h"
#include "verdict/doubt.h"
#include "verdict/kind_causes.h"
#include "verdict/objects.h"
#include "join/own_call.h"

/* ---- one site by itself ---- */

/* A site while it is judged. */
typedef struct subject {
    const hw_join_input *in;
    const hw_joined *joined;
    const hw_site *site;
    const hw_site_claims *found;
} subject;

static subject subject_of(const hw_join_input *in, const hw_joined *joined, size_t i)
{
    const hw_site_claims *found = &joined->list.at[i];
    return (subject){in, joined, &in->sites->list.at[found->site], found};
}

static const hw_match *match_of(const subject *s, uint32_t i)
{
    return &s->joined->matches.at[s->found->matches_at + i];
}

static const hw_claim *claim_of(const subject *s, uint32_t i)
{
    return &s->in->claims->list.at[match_of(s, i)->claim];
}

typedef struct tally {
    unsigned heap, stack, maybe_heap, maybe_stack;
} tally;

static tally count(const subject *s)
{
    tally t = {0};
    for (uint32_t i = 0; i < s->found->matches; i++) {
        bool heap = hw_claim_heap(claim_of(s, i));
        bool sure = match_of(s, i)->own == HW_OWN_YES;
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

/* Which function was called is known. */
static bool called(const hw_site *s)
{
    return s->allocation.callee != 0;
}

/* Something on the line may allocate without a claim. Where the call is known, only what calls the
 * same function counts. */
static bool may_be_silent(const subject *s)
{
    const hw_site_claims *found = s->found;
    if (called(s->site))
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
static bool may_be_wrapper(const subject *of)
{
    enum { LARGEST = 64 };
    const hw_seen_sizes seen = hw_join_sizes(of->in, of->site);
    return of->in->claims->routes.len == 0 && seen.known && seen.n == 1 && seen.at[0].size >= 16 &&
           seen.at[0].size <= LARGEST;
}

static hw_site_verdict judge_unmatched(const subject *of)
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
    if (called(s) || hw_own_calls_unknown(&s->allocation)) {
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

/* The strongest evidence that every owner has. */
static hw_basis basis_of(const subject *s)
{
    bool whole = s->in->inlining_known && s->in->where->headers;
    bool chain = s->found->matches > 0;
    if (called(s->site))
        return HW_BASIS_ALLOCATOR;
    for (uint32_t i = 0; i < s->found->matches; i++)
        chain &= match_of(s, i)->chain;
    if (chain)
        return HW_BASIS_CHAIN;
    return whole && hw_join_sizes(s->in, s->site).known ? HW_BASIS_SIZE : HW_BASIS_LINE;
}

static hw_site_verdict judge_alone(const subject *of)
{
    const hw_site *s = of->site;
    const hw_site_claims *found = of->found;
    tally t = count(of);
    hw_basis basis = basis_of(of);
    if (s->collector && found->diagnosed)
        return say(HW_UNCLAIMED, HW_BASIS_ALLOCATOR, "a collection that began here allocated this");
    if (s->location == HW_NONE || s->line == 0)
        return say(HW_UNDIAGNOSED, HW_BASIS_NONE, "the profile has no source line for it");
    if (of->in->filtered && found->diagnosed && !s->service)
        return say(HW_AMBIGUOUS, HW_BASIS_LINE,
                   "the log was filtered: a whole kind of claim is missing from it");
    if (found->matches == 0)
        return judge_unmatched(of);
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
    const char *doubt = called(s) ? NULL : hw_doubt(of->in, of->joined, found);
    if (doubt)
        return say(HW_AMBIGUOUS, basis, doubt);
    if (t.heap)
        return say(HW_CONFIRMED, basis, "the compiler said that it escapes");
    return say(HW_CONTRADICTED, basis,
               "every claim that can own these bytes says that it does not escape");
}

/* ---- several sites at one place: one claim is one call ---- */

/* How many calls one claim stands for. The literal of a map also calls once for each entry. */
static size_t calls_of(const hw_claim *c)
{
    return hw_kind_has((hw_kind)c->kind, HW_TRAIT_MAP) ? SIZE_MAX / 512 : 1;
}

static bool includes(const subject *set, const subject *part)
{
    const hw_site_claims *s = set->found, *p = part->found;
    if (s->matches_at == p->matches_at && s->matches == p->matches)
        return p->matches > 0; /* join/map_entries: they share them */
    for (uint32_t i = 0; i < p->matches; i++) {
        bool found = false;
        for (uint32_t m = 0; m < s->matches && !found; m++)
            found = match_of(set, m)->claim == match_of(part, i)->claim;
        if (!found)
            return false;
    }
    return p->matches > 0;
}

enum { GROUP_MAX = 64 };

/* A call that is never made without a claim. Where there are more of these than claims, the code
 * was copied: into the wrappers of embedded methods, say, which have no frame of their own. */
static bool always_claimed(const subject *s)
{
    switch (called(s->site) ? s->site->allocation.family : HW_FAMILY_OTHER) {
    case HW_FAMILY_OBJECT:
    case HW_FAMILY_MALLOC:
    case HW_FAMILY_SLICE:
    case HW_FAMILY_SLICE_COPY:
    case HW_FAMILY_MAP:
    case HW_FAMILY_CONVERT:
    case HW_FAMILY_STRING:
        return true;
    case HW_FAMILY_GROW:
        return s->in->world.go.min >= hw_kind_rows[HW_KIND_APPEND].claimed_since;
    default:
        return false;
    }
}

/* Hall's condition on the sites' sets of claims: where there are more sites than calls, one of them
 * allocates without a claim, and nothing tells which. */
static void judge_group(const subject *of, const uint32_t *at, size_t n, hw_site_verdicts *ret)
{
    for (size_t i = 0; i < n; i++) {
        const subject *set = &of[i];
        size_t capacity = 0, sites = 0;
        for (uint32_t m = 0; m < set->found->matches; m++)
            capacity += calls_of(claim_of(set, m));
        for (size_t k = 0; k < n; k++)
            sites += !always_claimed(&of[k]) && includes(set, &of[k]);
        if (set->found->matches == 0 || sites <= capacity)
            continue;
        for (size_t k = 0; k < n; k++)
            if (!always_claimed(&of[k]) && includes(set, &of[k]))
                ret->at[at[k]] = say(HW_AMBIGUOUS, HW_BASIS_LINE,
                                     "more call sites than claims: one of them allocates without a "
                                     "claim");
    }
}

typedef struct member {
    uint32_t place, site;
} member;

static int by_place(const void *a, const void *b)
{
    const member *x = a, *y = b;
    int c = HW_CMP(x->place, y->place);
    return c ? c : HW_CMP(x->site, y->site);
}

static HW_MEM judge_groups(const hw_join_input *in, const hw_joined *joined, hw_site_verdicts *ret)
{
    size_t n = joined->list.len;
    member *members = hw_mem_alloc(n, sizeof *members);
    if (!members)
        return HW_MEM_OUT;
    for (size_t i = 0; i < n; i++)
        members[i] = (member){in->sites->list.at[i].place, (uint32_t)i};
    qsort(members, n, sizeof *members, by_place);
    for (size_t i = 0, end; i < n; i = end) {
        subject of[GROUP_MAX];
        uint32_t at[GROUP_MAX];
        size_t kept = 0;
        for (end = i; end < n && members[end].place == members[i].place; end++) {
            if (kept == GROUP_MAX)
                continue;
            at[kept] = members[end].site;
            of[kept++] = subject_of(in, joined, members[end].site);
        }
        if (kept > 1)
            judge_group(of, at, kept, ret);
    }
    hw_mem_free(members);
    return HW_MEM_OK;
}

/* ---- causes ---- */

static const hw_kind_causes *causes_of(const hw_claim *c)
{
    return &hw_kind_cause_rows[c->kind];
}

static bool variadic_on_stack(const subject *s)
{
    const hw_join_input *in = s->in;
    uint32_t line = in->site_lines[s->found->site].line;
    hw_item_run run = hw_lines_run(&in->lines->claim, line);
    for (size_t i = 0; i < run.n && i < in->max_candidates; i++) {
        const hw_claim *c = &in->claims->list.at[run.at[i]];
        if (c->kind == HW_KIND_DOTS && !hw_claim_heap(c))
            return true;
    }
    return false;
}

/* A smaller object without pointers, in a block of 16 bytes that it shares with others. */
static bool is_tiny(const subject *of)
{
    enum { TINY_BLOCK = 16 };
    const hw_seen_sizes seen = hw_join_sizes(of->in, of->site);
    const hw_allocation_call *call = &of->site->allocation;
    hw_str callee = hw_strings_get(of->in->profile->strings, call->callee);
    bool small = call->type_size >= 0 && call->type_size < TINY_BLOCK &&
                 (hw_own_is_object(call) || call->family == HW_FAMILY_CONVERT);
    small |= hw_str_eq(callee, HW_STR("runtime.convT16")) ||
             hw_str_eq(callee, HW_STR("runtime.convT32")) ||
             hw_str_eq(callee, HW_STR("runtime.convT64"));
    return small && seen.known && seen.n == 1 && seen.at[0].size == TINY_BLOCK;
}

/* The cause of an allocation that was claimed, as far as the call alone tells. */
static hw_cause confirmed_call(const subject *of, const hw_claim *c)
{
    const hw_site *s = of->site;
    if (s->allocation.looked && s->allocation.untyped == HW_UNTYPED_NO_CALL)
        return HW_CAUSE_LOST_FRAME;
    if (called(s) && s->allocation.family == HW_FAMILY_MOVE)
        return HW_CAUSE_APPEND_MOVE;
    if (called(s) && s->allocation.untyped == HW_UNTYPED_NIL && c->kind == HW_KIND_MOVED)
        return HW_CAUSE_MERGED_ALLOC;
    return HW_CAUSE_UNKNOWN;
}

/* The cause of an allocation that the claim is right about. */
static hw_cause claimed_cause(const subject *s, const hw_claim *c)
{
    bool value = called(s->site) ? s->site->allocation.family == HW_FAMILY_CONVERT
                                 : hw_kind_has((hw_kind)c->kind, HW_TRAIT_VALUE);
    if (c->flags & HW_CLAIM_HEADER_ONLY)
        return HW_CAUSE_WRAPPER_CLOSURE;
    if (value && variadic_on_stack(s))
        return HW_CAUSE_BOXED_SIBLING;
    return causes_of(c)->confirmed;
}

/* What all owners have; of several with different causes nothing tells which one it was. How bytes
 * are counted does not hide what made them. */
static hw_cause confirmed_cause(const subject *s)
{
    hw_cause cause = confirmed_call(s, claim_of(s, 0));
    if (cause != HW_CAUSE_UNKNOWN)
        return cause;
    cause = claimed_cause(s, claim_of(s, 0));
    for (uint32_t i = 0; i < s->found->matches; i++)
        if (claimed_cause(s, claim_of(s, i)) != cause || match_of(s, i)->own != HW_OWN_YES)
            return HW_CAUSE_UNKNOWN;
    return cause == HW_CAUSE_HONEST && is_tiny(s) ? HW_CAUSE_TINY_SHARED : cause;
}

/* What has a name can be a slice or a map. The call tells which. */
static hw_cause contradicted_by(const subject *s, const hw_claim *c)
{
    switch (called(s->site) ? s->site->allocation.family : HW_FAMILY_OTHER) {
    case HW_FAMILY_MAP:
    case HW_FAMILY_MAP_ASSIGN:
        return HW_CAUSE_MAP_HINT;
    case HW_FAMILY_SLICE:
    case HW_FAMILY_SLICE_COPY:
        return HW_CAUSE_VARMAKE_OVERFLOW;
    default:
        return causes_of(c)->contradicted;
    }
}

static hw_cause contradicted_cause(const subject *s)
{
    hw_cause cause = contradicted_by(s, claim_of(s, 0));
    for (uint32_t i = 1; i < s->found->matches; i++)
        if (contradicted_by(s, claim_of(s, i)) != cause)
            return HW_CAUSE_UNKNOWN;
    return cause;
}

/* C.GoString and its like are inlined from the code that cgo generates. */
static bool from_cgo(const hw_join_input *in, const hw_site *s)
{
    hw_str path = hw_strings_get(in->profile->strings, s->where.path);
    size_t n;
    const hw_frame *f = hw_site_inlined(in->profile, s, &n);
    bool found = hw_str_eq(hw_str_base(path), HW_STR("_cgo_gotypes.go"));
    for (size_t i = 0; i < n && !found; i++) {
        hw_str name =
            hw_strings_get(in->profile->strings, hw_frame_function(in->profile, &f[i])->name);
        found = hw_str_has(name, HW_STR("._Cfunc_Go")) || hw_str_has(name, HW_STR(".C.Go"));
    }
    return found;
}

static const hw_cause unclaimed_causes[HW_FAMILY_COUNT] = {
    [HW_FAMILY_GROW] = HW_CAUSE_APPEND_GROW,
    [HW_FAMILY_MOVE] = HW_CAUSE_APPEND_MOVE,
    [HW_FAMILY_MAP_ASSIGN] = HW_CAUSE_MAP_GROW,
    [HW_FAMILY_CHAN] = HW_CAUSE_CHAN_ALWAYS_HEAP,
    [HW_FAMILY_CONCAT] = HW_CAUSE_CONCAT_ASSIGN,
    [HW_FAMILY_C_STRING] = HW_CAUSE_CGO_STRING,
    [HW_FAMILY_DEFER] = HW_CAUSE_DEFER_RECORD,
    [HW_FAMILY_PANIC] = HW_CAUSE_RUNTIME_SERVICE,
    [HW_FAMILY_WAIT] = HW_CAUSE_RUNTIME_SERVICE,
    [HW_FAMILY_TYPE_CACHE] = HW_CAUSE_RUNTIME_SERVICE,
    [HW_FAMILY_SERVICE] = HW_CAUSE_RUNTIME_SERVICE,
    [HW_FAMILY_OTHER] = HW_CAUSE_LOST_FRAME,
};

static hw_cause unclaimed_cause(const subject *of)
{
    const hw_site *s = of->site;
    const hw_site_claims *found = of->found;
    hw_cause by_call = called(s) ? unclaimed_causes[s->allocation.family] : HW_CAUSE_UNKNOWN;
    if (s->collector)
        return HW_CAUSE_GC_INSIDE_MALLOC;
    if (s->service) /* a call through reflect has the cause of what it calls */
        return by_call == HW_CAUSE_UNKNOWN ? HW_CAUSE_RUNTIME_SERVICE : by_call;
    if (from_cgo(of->in, s))
        return HW_CAUSE_CGO_STRING;
    if (called(s))
        return by_call;
    if (hw_own_calls_unknown(&s->allocation))
        return HW_CAUSE_LOST_FRAME;
    if (s->allocation.looked &&
        s->allocation.untyped ==
            HW_UNTYPED_NO_CALL) /* what was inlined here is gone from the stack */
        return HW_CAUSE_LOST_FRAME;
    if (found->silent == HW_SILENT_CONCAT)
        return HW_CAUSE_CONCAT_ASSIGN;
    return (found->silent & ~(unsigned)HW_SILENT_ASSIGN) == HW_SILENT_MAP ? HW_CAUSE_MAP_GROW
                                                                          : HW_CAUSE_UNKNOWN;
}

static hw_cause cause_of(const subject *s, hw_verdict verdict)
{
    switch (verdict) {
    case HW_CONFIRMED:
        return confirmed_cause(s);
    case HW_CONTRADICTED:
        return contradicted_cause(s);
    case HW_UNCLAIMED:
        return unclaimed_cause(s);
    default:
        return s->site->service ? HW_CAUSE_RUNTIME_SERVICE : HW_CAUSE_UNKNOWN;
    }
}

HW_MEM hw_judge_sites(const hw_join_input *in, const hw_joined *joined, hw_site_verdicts *ret)
{
    size_t n = joined->list.len;
    if (!hw_vec_room(ret, n))
        return HW_MEM_OUT;
    for (size_t i = 0; i < n; i++) {
        const subject s = subject_of(in, joined, i);
        if (!hw_vec_push(ret, judge_alone(&s)))
            return HW_MEM_OUT;
    }
    if (!judge_groups(in, joined, ret))
        return HW_MEM_OUT;
    for (size_t i = 0; i < n; i++) {
        const subject s = subject_of(in, joined, i);
        hw_site_verdict *v = &ret->at[i];
        v->cause = cause_of(&s, v->verdict);
        if (v->cause != HW_CAUSE_UNKNOWN && v->verdict != HW_UNDIAGNOSED)
            v->why = hw_cause_rows[v->cause].text;
    }
    hw_objects_judge(in, joined, ret);
    return HW_MEM_OK;
}
