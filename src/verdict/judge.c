#include "verdict/judge.h"

#include <stdlib.h>

#include "base/mem.h"
#include "verdict/kind_causes.h"
#include "verdict/objects.h"
#include "verdict/own_call.h"

/* ---- one site by itself ---- */

typedef struct tally {
    unsigned heap, stack, maybe_heap, maybe_stack;
} tally;

static const hw_claim *claim_of(const hw_join *j, const hw_site_verdict *k, uint32_t i)
{
    return &j->claims->list.at[j->matches.at[k->matches_at + i].claim];
}

static tally count(const hw_join *j, const hw_site_verdict *k)
{
    tally t = {0};
    for (uint32_t i = 0; i < k->matches; i++) {
        bool heap = hw_claim_heap(claim_of(j, k, i));
        bool sure = j->matches.at[k->matches_at + i].own == HW_OWN_YES;
        t.heap += heap && sure;
        t.stack += !heap && sure;
        t.maybe_heap += heap && !sure;
        t.maybe_stack += !heap && !sure;
    }
    return t;
}

static void say(hw_site_verdict *k, hw_verdict verdict, hw_basis basis, const char *why)
{
    k->verdict = verdict;
    k->basis = basis;
    k->why = why;
}

/* Which function was called is known. */
static bool called(const hw_site *s)
{
    return s->allocation.callee != 0;
}

/* Something on the line may allocate without a claim; of a known call only what calls that. */
static bool silent(const hw_site_verdict *k, const hw_site *s)
{
    if (called(s))
        return s->allocation.family == HW_FAMILY_CONCAT && k->concat;
    return k->map_put || k->assign || k->concat;
}

/* What a call that no claim can own was for. Families with a row in unclaimed_causes have none: the
 * sentence of their cause is told. */
static const char *const unclaimed_calls[HW_FAMILY_COUNT] = {
    [HW_FAMILY_OBJECT] = "the line allocates an object, and no claim of it can own that",
    [HW_FAMILY_MALLOC] = "the line allocates memory, and no claim of it can own that",
    [HW_FAMILY_SLICE] = "the line makes a slice, and no claim of it can own that",
    [HW_FAMILY_SLICE_COPY] = "the line makes a slice, and no claim of it can own that",
    [HW_FAMILY_MAP] = "the line makes a map, and no claim of it can own that",
    [HW_FAMILY_CONVERT] = "the line makes an interface of a value, and no claim can own that",
    [HW_FAMILY_STRING] = "the line converts a string, and no claim of it can own that",
};

/* The compiler makes no object without a claim (rule 10), but it charges those of a literal over
 * several lines to one of them. What reflection allocates has a type that only it knows. */
static bool claimed_elsewhere(const hw_site *s)
{
    return hw_own_is_object(&s->allocation) && s->allocation.untyped != HW_UNTYPED_RUN_TIME;
}

static void judge_silent(hw_site_verdict *k, const hw_site *s)
{
    if (!k->diagnosed) {
        say(k, HW_UNDIAGNOSED, HW_BASIS_NONE,
            s->service
                ? "the runtime allocated this for a package that is not in the diagnostics"
                : "the package is not in the diagnostics: compile it with -gcflags=-m=2 too");
    } else if (s->service) {
        say(k, HW_UNCLAIMED, HW_BASIS_LINE,
            "the runtime allocated this on behalf of the line; no claim of the line speaks of it");
    } else if (claimed_elsewhere(s)) {
        say(k, HW_AMBIGUOUS, HW_BASIS_ALLOCATOR,
            "an object, whose claim stands on another line: of a literal that spans several, or of "
            "other sources");
    } else if (called(s) || hw_own_calls_unknown(&s->allocation)) {
        say(k, HW_UNCLAIMED, HW_BASIS_ALLOCATOR, unclaimed_calls[s->allocation.family]);
    } else if (k->map_put || k->assign) {
        say(k, HW_UNCLAIMED, HW_BASIS_LINE,
            "no claim of the line can own these sizes; it assigns to a map, which may have grown");
    } else if (k->concat) {
        say(k, HW_UNCLAIMED, HW_BASIS_LINE,
            "no claim of the line can own these bytes; s += t allocates and has none");
    } else {
        say(k, HW_UNCLAIMED, HW_BASIS_LINE,
            "no claim of the line can own these bytes: map growth, make(chan), go, defer, panic "
            "and "
            "append before Go 1.25 have none");
    }
}

/* The strongest evidence that every owner has. */
static hw_basis basis_of(const hw_join *j, const hw_site_verdict *k)
{
    bool whole = j->inlining_known && j->where->headers;
    bool chain = k->matches > 0;
    if (called(&j->sites->list.at[k->site]))
        return HW_BASIS_ALLOCATOR;
    for (uint32_t i = 0; i < k->matches; i++)
        chain &= j->matches.at[k->matches_at + i].chain;
    if (chain)
        return HW_BASIS_CHAIN;
    return whole && hw_join_sizes(j, &j->sites->list.at[k->site]).known ? HW_BASIS_SIZE
                                                                        : HW_BASIS_LINE;
}

static void judge_alone(const hw_join *j, hw_site_verdict *k)
{
    const hw_site *s = &j->sites->list.at[k->site];
    tally t = count(j, k);
    hw_basis basis = basis_of(j, k);
    if (s->collector && k->diagnosed)
        say(k, HW_UNCLAIMED, HW_BASIS_ALLOCATOR, "a collection that began here allocated this");
    else if (s->location == HW_NONE || s->line == 0)
        say(k, HW_UNDIAGNOSED, HW_BASIS_NONE, "the profile has no source line for it");
    else if (j->filtered && k->diagnosed && !s->service)
        say(k, HW_AMBIGUOUS, HW_BASIS_LINE,
            "the log was filtered: a whole kind of claim is missing from it");
    else if (k->matches == 0)
        judge_silent(k, s);
    else if (k->crowded)
        say(k, HW_AMBIGUOUS, HW_BASIS_LINE, "the line has more claims than are looked at");
    else if (k->blocks_differ)
        say(k, HW_AMBIGUOUS, HW_BASIS_LINE,
            "two packages compiled this closure and claim different things; names do not tell "
            "which copy ran");
    else if ((t.heap || t.maybe_heap) && (t.stack || t.maybe_stack))
        say(k, HW_AMBIGUOUS, basis, "claims on the line disagree and nothing separates them");
    else if (silent(k, s))
        say(k, HW_AMBIGUOUS, basis,
            "the line also assigns to an element or with +=, which allocates without a claim");
    else if (!t.heap && !t.stack)
        say(k, HW_AMBIGUOUS, basis,
            "the claim may own these bytes, but something on the line may too");
    else if (t.heap)
        say(k, HW_CONFIRMED, basis, "the compiler said that it escapes");
    else
        say(k, HW_CONTRADICTED, basis,
            "every claim that can own these bytes says that it does not escape");
}

/* ---- several sites at one place: one claim is one call ---- */

/* How many calls one claim stands for: literals of maps call once for each entry too. */
static size_t calls_of(const hw_claim *c)
{
    return hw_kind_has((hw_kind)c->kind, HW_TRAIT_MAP) ? SIZE_MAX / 512 : 1;
}

static bool includes(const hw_join *j, const hw_site_verdict *set, const hw_site_verdict *part)
{
    if (set->matches_at == part->matches_at && set->matches == part->matches)
        return part->matches > 0; /* verdict/entries: they share them */
    for (uint32_t i = 0; i < part->matches; i++) {
        bool found = false;
        for (uint32_t m = 0; m < set->matches && !found; m++)
            found = j->matches.at[set->matches_at + m].claim ==
                    j->matches.at[part->matches_at + i].claim;
        if (!found)
            return false;
    }
    return part->matches > 0;
}

enum { GROUP_MAX = 64 };

/* A call that is never made without a claim: more of them than claims are copies of the code, such
 * as those in the wrappers of embedded methods, which have no frame of their own. */
static bool always_claimed(const hw_join *j, const hw_site_verdict *k)
{
    const hw_site *s = &j->sites->list.at[k->site];
    switch (called(s) ? s->allocation.family : HW_FAMILY_OTHER) {
    case HW_FAMILY_OBJECT:
    case HW_FAMILY_MALLOC:
    case HW_FAMILY_SLICE:
    case HW_FAMILY_SLICE_COPY:
    case HW_FAMILY_MAP:
    case HW_FAMILY_CONVERT:
    case HW_FAMILY_STRING:
        return true;
    case HW_FAMILY_GROW:
        return j->world.go.min >= 25;
    default:
        return false;
    }
}

/* Hall's condition on the sites' own sets: more sites than calls means that a silent allocator is
 * among them, and nothing tells which. */
static void judge_group(hw_join *j, const uint32_t *at, size_t n)
{
    if (n > GROUP_MAX)
        n = GROUP_MAX;
    for (size_t i = 0; i < n; i++) {
        hw_site_verdict *set = &j->cases.at[at[i]];
        size_t capacity = 0, sites = 0;
        for (uint32_t m = 0; m < set->matches; m++)
            capacity += calls_of(claim_of(j, set, m));
        for (size_t k = 0; k < n; k++)
            sites +=
                !always_claimed(j, &j->cases.at[at[k]]) && includes(j, set, &j->cases.at[at[k]]);
        if (set->matches == 0 || sites <= capacity)
            continue;
        for (size_t k = 0; k < n; k++) {
            hw_site_verdict *c = &j->cases.at[at[k]];
            if (!always_claimed(j, c) && includes(j, set, c))
                say(c, HW_AMBIGUOUS, HW_BASIS_LINE,
                    "more call sites than claims: one of them allocates without a claim");
        }
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

static bool judge_groups(hw_join *j)
{
    size_t n = j->cases.len;
    member *members = hw_mem_alloc(n, sizeof *members);
    uint32_t *at = hw_mem_alloc(n, sizeof *at);
    bool ok = members && at;
    for (size_t i = 0; ok && i < n; i++)
        members[i] = (member){j->sites->list.at[i].place, (uint32_t)i};
    if (ok)
        qsort(members, n, sizeof *members, by_place);
    for (size_t i = 0, end; ok && i < n; i = end) {
        for (end = i; end < n && members[end].place == members[i].place; end++)
            at[end - i] = members[end].site;
        if (end - i > 1)
            judge_group(j, at, end - i);
    }
    hw_mem_free(members);
    hw_mem_free(at);
    return ok;
}

/* ---- causes ---- */

static const hw_kind_causes *causes_of(const hw_claim *c)
{
    return hw_kind_causes_of((hw_kind)c->kind);
}

static bool variadic_on_stack(const hw_join *j, const hw_site_verdict *k)
{
    hw_item_run run = hw_lines_run(&j->lines->claim, k->line);
    for (size_t i = 0; i < run.n && i < j->max_candidates; i++) {
        const hw_claim *c = &j->claims->list.at[run.at[i]];
        if (c->kind == HW_KIND_DOTS && !hw_claim_heap(c))
            return true;
    }
    return false;
}

/* A block of 16 bytes for a smaller object without pointers: others are put beside it. */
static bool is_tiny(const hw_join *j, const hw_site *s)
{
    enum { TINY_BLOCK = 16 };
    const hw_seen_sizes seen = hw_join_sizes(j, s);
    const hw_allocation_call *w = &s->allocation;
    hw_str callee = hw_strings_get(j->profile->strings, w->callee);
    bool small = w->type_size >= 0 && w->type_size < TINY_BLOCK &&
                 (hw_own_is_object(w) || w->family == HW_FAMILY_CONVERT);
    small |= hw_str_eq(callee, HW_STR("runtime.convT16")) ||
             hw_str_eq(callee, HW_STR("runtime.convT32")) ||
             hw_str_eq(callee, HW_STR("runtime.convT64"));
    return small && seen.known && seen.n == 1 && seen.at[0].size == TINY_BLOCK;
}

/* What the call alone says of an allocation that was claimed. */
static hw_cause confirmed_call(const hw_join *j, const hw_site_verdict *k, const hw_claim *c)
{
    const hw_site *s = &j->sites->list.at[k->site];
    if (s->allocation.looked && s->allocation.untyped == HW_UNTYPED_NO_CALL)
        return HW_CAUSE_LOST_FRAME;
    if (called(s) && s->allocation.family == HW_FAMILY_MOVE)
        return HW_CAUSE_APPEND_MOVE;
    if (called(s) && s->allocation.untyped == HW_UNTYPED_NIL && c->kind == HW_KIND_MOVED)
        return HW_CAUSE_MERGED_ALLOC;
    return is_tiny(j, s) ? HW_CAUSE_TINY_SHARED : HW_CAUSE_UNKNOWN;
}

static hw_cause confirmed_cause(const hw_join *j, const hw_site_verdict *k)
{
    const hw_claim *c = claim_of(j, k, 0);
    hw_cause by_call = confirmed_call(j, k, c);
    if (by_call != HW_CAUSE_UNKNOWN)
        return by_call;
    for (uint32_t i = 1; i < k->matches; i++)
        if (claim_of(j, k, i)->kind != c->kind)
            return HW_CAUSE_HONEST;
    if (c->flags & HW_CLAIM_HEADER_ONLY)
        return HW_CAUSE_WRAPPER_CLOSURE;
    if (c->kind == HW_KIND_VALUE && variadic_on_stack(j, k))
        return HW_CAUSE_BOXED_SIBLING;
    return causes_of(c)->confirmed;
}

static hw_cause contradicted_cause(const hw_join *j, const hw_site_verdict *k)
{
    hw_cause cause = causes_of(claim_of(j, k, 0))->contradicted;
    for (uint32_t i = 1; i < k->matches; i++)
        if (causes_of(claim_of(j, k, i))->contradicted != cause)
            return HW_CAUSE_UNKNOWN;
    return cause;
}

/* C.GoString and its like are inlined from the code that cgo generates. */
static bool from_cgo(const hw_join *j, const hw_site *s)
{
    hw_str path = hw_strings_get(j->profile->strings, s->where.path);
    size_t n;
    const hw_frame *f = hw_site_inlined(j->profile, s, &n);
    bool found = hw_str_eq(hw_str_base(path), HW_STR("_cgo_gotypes.go"));
    for (size_t i = 0; i < n && !found; i++) {
        hw_str name = hw_strings_get(j->profile->strings, hw_join_function(j, &f[i])->name);
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

static hw_cause unclaimed_cause(const hw_join *j, const hw_site_verdict *k)
{
    const hw_site *s = &j->sites->list.at[k->site];
    hw_cause by_call = called(s) ? unclaimed_causes[s->allocation.family] : HW_CAUSE_UNKNOWN;
    if (s->collector)
        return HW_CAUSE_GC_INSIDE_MALLOC;
    if (s->service) /* a call through reflect has the cause of what it calls */
        return by_call == HW_CAUSE_UNKNOWN ? HW_CAUSE_RUNTIME_SERVICE : by_call;
    if (from_cgo(j, s))
        return HW_CAUSE_CGO_STRING;
    if (called(s))
        return by_call;
    if (hw_own_calls_unknown(&s->allocation))
        return HW_CAUSE_LOST_FRAME;
    if (s->allocation.looked &&
        s->allocation.untyped ==
            HW_UNTYPED_NO_CALL) /* what was inlined here is gone from the stack */
        return HW_CAUSE_LOST_FRAME;
    if (k->concat && !k->map_put && !k->assign)
        return HW_CAUSE_CONCAT_ASSIGN;
    return k->map_put ? HW_CAUSE_MAP_GROW : HW_CAUSE_UNKNOWN;
}

static hw_cause cause_of(const hw_join *j, const hw_site_verdict *k)
{
    switch (k->verdict) {
    case HW_CONFIRMED:
        return confirmed_cause(j, k);
    case HW_CONTRADICTED:
        return contradicted_cause(j, k);
    case HW_UNCLAIMED:
        return unclaimed_cause(j, k);
    default:
        return j->sites->list.at[k->site].service ? HW_CAUSE_RUNTIME_SERVICE : HW_CAUSE_UNKNOWN;
    }
}

bool hw_judge_cases(hw_join *j)
{
    for (size_t i = 0; i < j->cases.len; i++)
        judge_alone(j, &j->cases.at[i]);
    if (!judge_groups(j))
        return false;
    for (size_t i = 0; i < j->cases.len; i++) {
        hw_site_verdict *k = &j->cases.at[i];
        k->cause = cause_of(j, k);
        if (k->cause != HW_CAUSE_UNKNOWN && k->verdict != HW_UNDIAGNOSED)
            k->why = hw_cause_text(k->cause);
    }
    hw_objects_judge(j);
    return true;
}
