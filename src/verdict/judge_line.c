#include "verdict/judge_line.h"

#include <stdlib.h>

#include "join/call_rules.h"
#include "verdict/doubt.h"
#include "verdict/subject.h"

enum { GROUP_MAX = 64 };

/* Sites that may share claims. */
typedef struct group {
    hw_subject of[GROUP_MAX];
    uint32_t at[GROUP_MAX]; /* into the verdicts */
    size_t n;
    hw_site_verdicts *verdicts;
} group;

static void doubt(const group *g, size_t i, const char *why)
{
    g->verdicts->at[g->at[i]] =
        (hw_site_verdict){.verdict = HW_AMBIGUOUS, .basis = HW_BASIS_LINE, .why = why};
}

static bool is_definite(const group *g, size_t i)
{
    hw_verdict v = g->verdicts->at[g->at[i]].verdict;
    return v == HW_CONFIRMED || v == HW_CONTRADICTED;
}

static bool includes(const hw_subject *set, const hw_subject *part)
{
    const hw_site_claims *s = set->found, *p = part->found;
    if (s->matches_at == p->matches_at && s->matches == p->matches)
        return p->matches > 0; /* join/map_entries: they share them */
    for (uint32_t i = 0; i < p->matches; i++) {
        bool found = false;
        for (uint32_t m = 0; m < s->matches && !found; m++)
            found = hw_subject_match(set, m)->claim == hw_subject_match(part, i)->claim;
        if (!found)
            return false;
    }
    return p->matches > 0;
}

/* A map has a header of 48 bytes at least. */
static bool may_be_map(const hw_subject *s)
{
    enum { HEADER = 48 };
    const hw_seen_sizes seen = hw_join_sizes(s->in, s->site);
    return hw_site_called(s->site) || !seen.known || seen.at[seen.n - 1].size >= HEADER;
}

static bool has_entries(const hw_subject *set, const hw_claim *c)
{
    return hw_kind_has((hw_kind)c->kind, HW_TRAIT_MAP) &&
           !hw_str_ends(hw_claim_expr(set->in->claims, c), HW_STR("{}"));
}

/* A claim of what does not escape that is printed twice is of one call: a slice that becomes a
 * value of an interface. */
static bool is_twin(const hw_subject *set, uint32_t m)
{
    const hw_claim *c = hw_subject_claim(set, m);
    bool twin = false;
    if (hw_site_called(set->site))
        return false; /* there the slice has a call, and its header another */
    for (uint32_t k = 0; k < m && !hw_claim_heap(c) && !twin; k++) {
        const hw_claim *other = hw_subject_claim(set, k);
        twin = !hw_claim_heap(other) && other->place.col == c->place.col && c->place.col &&
               other->kind == c->kind;
    }
    return twin;
}

/* Up to Go 1.25 such a make may be fused with a copy, and then its bytes are at the caller's line.
 */
static bool may_be_elsewhere(const hw_subject *set, const hw_claim *c)
{
    return set->in->world.go.min <= 25 && !hw_site_called(set->site) &&
           hw_own_fusible_make(set->in->claims, c);
}

/* How many calls the claims of a site stand for. The literal of a map also calls once for each
 * entry. */
static size_t capacity_of(const hw_subject *set, bool headers)
{
    const size_t many = GROUP_MAX;
    size_t capacity = 0;
    for (uint32_t m = 0; m < set->found->matches && capacity < many; m++) {
        const hw_claim *c = hw_subject_claim(set, m);
        if (is_twin(set, m))
            continue;
        if (!headers && has_entries(set, c) && may_be_map(set))
            capacity = many;
        else
            capacity +=
                hw_call_is_inlined(set->in, set->found->site, c) || !may_be_elsewhere(set, c);
    }
    return capacity ? capacity : 1;
}

/* A call that is never made without a claim. Where there are more of these than claims, the code
 * was copied: into the wrappers of embedded methods, say, which have no frame of their own. */
static bool always_claimed(const hw_subject *s)
{
    switch (hw_site_called(s->site) ? s->site->allocation.family : HW_FAMILY_OTHER) {
    case HW_FAMILY_OBJECT:
    case HW_FAMILY_MALLOC:
    case HW_FAMILY_SLICE:
    case HW_FAMILY_SLICE_COPY:
    case HW_FAMILY_MAP:
    case HW_FAMILY_CONVERT:
    case HW_FAMILY_STRING:
        return true;
    case HW_FAMILY_GROW:
        return !hw_join_silent_append(s->in);
    default:
        return false;
    }
}

/* The site is no entry of a map's literal: none can own it, or it is a map's header. */
static bool is_no_entry(const hw_subject *s)
{
    enum { HEADER = 48 };
    const hw_seen_sizes seen = hw_join_sizes(s->in, s->site);
    bool literal = false;
    for (uint32_t m = 0; m < s->found->matches; m++)
        literal |= has_entries(s, hw_subject_claim(s, m));
    return !literal || (seen.known && seen.n == 1 && seen.at[0].size == HEADER);
}

/* Hall's condition on the sites' sets of claims: where there are more sites than calls, one of them
 * allocates without a claim, and nothing tells which. Without the entries of literals there may be
 * more of them than there are with these. */
static void judge_number(const group *g, bool headers)
{
    if (always_claimed(&g->of[0]))
        return;
    for (size_t i = 0; i < g->n; i++) {
        const hw_subject *set = &g->of[i];
        size_t sites = 0;
        for (size_t k = 0; k < g->n; k++)
            sites += includes(set, &g->of[k]) && (!headers || is_no_entry(&g->of[k]));
        if (set->found->matches == 0 || sites <= capacity_of(set, headers))
            continue;
        for (size_t k = 0; k < g->n; k++)
            if (includes(set, &g->of[k]) && (!headers || is_no_entry(&g->of[k])))
                doubt(g, k, "more call sites than claims: one of them allocates without a claim");
    }
}

/* Of several sites one may be of something else, unless its claims always allocate. */
static void judge_extra(const group *g)
{
    size_t sites = 0;
    int64_t most = 0;
    if (hw_site_called(g->of[0].site))
        return;
    for (size_t i = 0; i < g->n; i++) {
        sites += g->of[i].found->matches > 0;
        if (g->of[i].site->values.v[HW_ALLOC_OBJECTS] > most)
            most = g->of[i].site->values.v[HW_ALLOC_OBJECTS];
    }
    for (size_t i = 0; i < g->n && sites > 1; i++)
        if (g->of[i].found->matches && hw_doubt_beside(&g->of[i], most) && is_definite(g, i))
            doubt(g, i,
                  "the line's claims need not all have allocated, and what allocates without a "
                  "claim has such sizes too");
}

/* The entries of a literal are put into groups or buckets of one size, which are there when it
 * begins. Where two calls have such of two sizes, one of them is another statement's. */
static void judge_literals(const group *g)
{
    enum { RECORDS = 64 }; /* of a map, besides its groups */
    uint32_t claim[GROUP_MAX];
    int64_t size[GROUP_MAX];
    for (size_t i = 0; i < g->n; i++) {
        const hw_subject *s = &g->of[i];
        const hw_seen_sizes seen = hw_join_sizes(s->in, s->site);
        bool literal = s->found->matches == 1 && !hw_site_called(s->site) && seen.n == 1 &&
                       seen.at[0].size > RECORDS &&
                       hw_subject_claim(s, 0)->kind == HW_KIND_MAP_LITERAL;
        claim[i] = literal ? hw_subject_match(s, 0)->claim : HW_NONE;
        size[i] = literal ? seen.at[0].size : 0;
    }
    for (size_t i = 0; i < g->n; i++)
        for (size_t k = 0; k < g->n; k++)
            if (claim[i] != HW_NONE && claim[k] == claim[i] && size[k] != size[i])
                doubt(g, i, "the literal of a map has entries of one size, and there are two");
}

/* With -m alone puts into maps and += leave no trace. Where a line has objects of several sizes,
 * some may be theirs. */
static void judge_mixed(const group *g)
{
    int64_t least = INT64_MAX, most = 0;
    const hw_site *first = g->of[0].site;
    if (hw_join_explained(g->of[0].in) ||
        (hw_site_called(first) && first->allocation.family != HW_FAMILY_CONCAT))
        return;
    for (size_t i = 0; i < g->n; i++) {
        const hw_seen_sizes seen = hw_join_sizes(g->of[i].in, g->of[i].site);
        for (size_t k = 0; k < seen.n && seen.known; k++) {
            least = seen.at[k].size < least ? seen.at[k].size : least;
            most = seen.at[k].size > most ? seen.at[k].size : most;
        }
    }
    hw_kind only = g->n == 1 && g->of[0].found->matches == 1
                       ? (hw_kind)hw_subject_claim(&g->of[0], 0)->kind
                       : HW_KIND_APPEND;
    /* m[k] = append(…), s += t + u */
    bool one = only != HW_KIND_APPEND && only != HW_KIND_CONCAT;
    for (size_t i = 0; i < g->n && least < most && !one; i++)
        if (is_definite(g, i))
            doubt(g, i,
                  "the line has several sizes, and with -m alone puts into maps and += leave no "
                  "trace: build with -m=2");
}

/* ---- groups ---- */

typedef struct member {
    uint32_t group, line, site; /* group: its function, or its place where the call is known */
    bool called;
} member;

static member member_of(const hw_site *s, size_t i)
{
    bool called = hw_site_called(s);
    return (member){called ? s->place : s->function, called ? 0 : s->line, (uint32_t)i, called};
}

static int by_group(const member *x, const member *y)
{
    int c;
    if ((c = HW_CMP(x->called, y->called)) || (c = HW_CMP(x->group, y->group)))
        return c;
    return HW_CMP(x->line, y->line);
}

static int compare(const void *a, const void *b)
{
    const member *x = a, *y = b;
    int c = by_group(x, y);
    return c ? c : HW_CMP(x->site, y->site);
}

HW_MEM hw_judge_lines(const hw_join_input *in, const hw_joined *joined, hw_site_verdicts *ret)
{
    size_t n = joined->list.len;
    member *members = hw_mem_alloc(n, sizeof *members);
    if (!members)
        return HW_MEM_OUT;
    for (size_t i = 0; i < n; i++)
        members[i] = member_of(&in->sites->list.at[i], i);
    qsort(members, n, sizeof *members, compare);
    for (size_t i = 0, end; i < n; i = end) {
        group g;
        g.n = 0;
        g.verdicts = ret;
        for (end = i; end < n && by_group(&members[end], &members[i]) == 0; end++) {
            if (g.n == GROUP_MAX)
                continue;
            g.at[g.n] = members[end].site;
            g.of[g.n++] = hw_subject_of(in, joined, members[end].site);
        }
        if (g.n > 1) {
            judge_number(&g, false);
            if (!hw_site_called(g.of[0].site))
                judge_number(&g, true);
            judge_extra(&g);
            judge_literals(&g);
        }
        judge_mixed(&g);
    }
    hw_mem_free(members);
    return HW_MEM_OK;
}
