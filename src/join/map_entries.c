#include "join/map_entries.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/search.h"
#include "go/expression_text.h"
#include "join/own_call.h"

enum {
    LITERALS_MAX = 16, /* that are looked at for one claim */
    EACH_MAX = 16, /* claims for each of many sites of one literal; the first one has them all */
};

/* A site at the line where a map's literal starts. */
typedef struct opening {
    hw_place place; /* without a column */
    hw_str value;   /* type of the map's values; empty where its type has a name */
    uint32_t at;    /* the site */
    const hw_decl *function;
} opening;

/* Those of one literal. */
typedef struct literal {
    size_t first, openings;
} literal;

typedef struct entry {
    uint32_t literal, claim;
} entry;

typedef struct entries {
    const hw_join_input *in;
    hw_joined *joined;
    const hw_enclosing *enclosing;
    HW_VEC(opening) openings; /* by block, file, line, value */
    HW_VEC(literal) literals;
    HW_VEC(entry) found;
    uint8_t *spoken; /* by claim: it is an object on its own line */
} entries;

static int by_literal(const opening *x, const opening *y)
{
    int c = hw_place_cmp(&x->place, &y->place);
    return c ? c : hw_str_cmp(x->value, y->value);
}

static int by_site(const void *a, const void *b)
{
    const opening *x = a, *y = b;
    int c = by_literal(x, y);
    return c ? c : HW_CMP(x->at, y->at);
}

static int by_claim(const void *a, const void *b)
{
    const entry *x = a, *y = b;
    return x->literal != y->literal ? HW_CMP(x->literal, y->literal) : HW_CMP(x->claim, y->claim);
}

/* --- where literals start --------------------------------------------------------------------- */

/* "[]T" of "map[K][]T{...}". */
static hw_str value_type(hw_str expr)
{
    if (!hw_str_starts(expr, HW_STR("map[")))
        return (hw_str){0};
    hw_str type = hw_str_from(expr, hw_expr_close(expr, HW_STR("map").n));
    return hw_str_cut_suffix(&type, HW_STR("{...}")) ? type : (hw_str){0};
}

/* Whether the site may allocate the arrays of such slices: no claim owns its bytes yet but those
 * that may be the literal of the map itself. */
static bool is_unresolved(const hw_join_input *in, const hw_joined *joined,
                          const hw_site_claims *of)
{
    const hw_site *s = &in->sites->list.at[of->site];
    const hw_allocation_call *call = &s->allocation;
    hw_str type = hw_strings_get(in->profile->strings, call->type);
    if (!of->diagnosed || of->crowded || in->site_lines[of->site].line == HW_NONE || s->service ||
        s->collector || (call->callee && !hw_own_is_object(call)) || (type.n && type.p[0] != '['))
        return false;
    for (uint32_t i = 0; i < of->matches; i++) {
        hw_kind kind = in->claims->list.at[joined->matches.at[of->matches_at + i].claim].kind;
        if (!hw_kind_has(kind, HW_TRAIT_MAP))
            return false;
    }
    return true;
}

static hw_place line_of(const hw_claim *c)
{
    return (hw_place){c->place.block, c->place.file, c->place.line, 0};
}

static HW_MEM add_opening(entries *e, uint32_t at)
{
    const hw_join_input *in = e->in;
    const hw_site_claims *of = &e->joined->list.at[at];
    const hw_site *s = &in->sites->list.at[of->site];
    if (!is_unresolved(in, e->joined, of))
        return HW_MEM_OK;
    hw_item_run run = hw_lines_run(&in->lines->claim, in->site_lines[of->site].line);
    for (size_t i = 0; i < run.n && i < in->max_candidates; i++) {
        const hw_claim *c = &in->claims->list.at[run.at[i]];
        opening o = {.place = line_of(c),
                     .value = value_type(hw_claim_expr(in->claims, c)),
                     .at = at,
                     .function = hw_enclosing_before(e->enclosing, &c->place)};
        unsigned traits = hw_kind_rows[c->kind].traits;
        bool named = traits & HW_TRAIT_SLICE; /* then it may be of a map all the same */
        bool map = traits & HW_TRAIT_MAP && (named || o.value.n > 0);
        if (map && hw_join_block_speaks(in, &s->where, c->place.block))
            return hw_vec_push(&e->openings, o);
    }
    return HW_MEM_OK;
}

static HW_MEM group(entries *e)
{
    qsort(e->openings.at, e->openings.len, sizeof *e->openings.at, by_site);
    for (size_t i = 0; i < e->openings.len; i++) {
        const opening *o = &e->openings.at[i];
        if ((i == 0 || by_literal(o - 1, o) != 0) &&
            !hw_vec_push(&e->literals, ((literal){.first = i})))
            return HW_MEM_OUT;
        e->literals.at[e->literals.len - 1].openings++;
    }
    return HW_MEM_OK;
}

/* --- what stands in them ---------------------------------------------------------------------- */

static bool can_be_entry(const entries *e, uint32_t claim)
{
    const hw_claim *c = &e->in->claims->list.at[claim];
    return hw_kind_has((hw_kind)c->kind, HW_TRAIT_SLICE) && hw_claim_heap(c) &&
           !(c->flags & (HW_CLAIM_ELIDED | HW_CLAIM_ZERO_SIZE)) && !e->spoken[claim];
}

/* Of the type that the map's values have. */
static bool type_fits(const hw_join_input *in, const opening *o, const hw_claim *c)
{
    hw_str expr = hw_claim_expr(in->claims, c);
    if (o->value.n == 0)
        return hw_kind_is_slice((hw_kind)c->kind);
    return hw_str_cut_suffix(&expr, HW_STR("{...}")) && hw_str_eq(expr, o->value);
}

/* Gives the claim to the last literal before it, in its function, that has values of its type. */
static HW_MEM add_entry(entries *e, uint32_t claim)
{
    const hw_claim *c = &e->in->claims->list.at[claim];
    const hw_place line = line_of(c);
    const opening *o = e->openings.at;
    size_t at = 0;
    HW_SEARCH(at, e->literals.len, m, hw_place_cmp(&o[e->literals.at[m].first].place, &line) < 0);
    const hw_decl *function = at ? hw_enclosing_before(e->enclosing, &c->place) : NULL;
    for (unsigned looked = 0; looked < LITERALS_MAX && at > 0; looked++) {
        const literal *l = &e->literals.at[--at];
        const opening *first = &o[l->first];
        if (first->place.block != line.block || first->place.file != line.file)
            break;
        if (first->function == function && type_fits(e->in, first, c))
            return hw_vec_push(&e->found, ((entry){(uint32_t)at, claim}));
    }
    return HW_MEM_OK;
}

static bool same_matches(const entries *e, const hw_site_claims *a, const hw_site_claims *b)
{
    const hw_site *sites = e->in->sites->list.at, *s = &sites[a->site], *t = &sites[b->site];
    const hw_match *at = e->joined->matches.at;
    bool same = a->matches == b->matches && !s->allocation.callee == !t->allocation.callee;
    for (uint32_t i = 0; same && i < a->matches; i++)
        same = at[a->matches_at + i].claim == at[b->matches_at + i].claim;
    return same;
}

/* Adds claims behind those that the site has. The matches of a site are one run, so they are moved
 * to the end. */
static HW_MEM add_matches(entries *e, hw_site_claims *of, const entry *found, size_t n)
{
    hw_joined *joined = e->joined;
    bool object = e->in->sites->list.at[of->site].allocation.callee != 0;
    uint32_t from = of->matches_at, before = of->matches;
    of->matches_at = (uint32_t)joined->matches.len;
    for (uint32_t i = 0; i < before; i++) {
        hw_match m = joined->matches.at[from + i];
        if (!hw_vec_push(&joined->matches, m))
            return HW_MEM_OUT;
    }
    for (size_t i = 0; i < n; i++) {
        hw_match m = {found[i].claim, object ? HW_OWN_YES : HW_OWN_MAYBE, false, false};
        if (!hw_vec_push(&joined->matches, m))
            return HW_MEM_OUT;
    }
    of->matches += (uint32_t)n;
    return HW_MEM_OK;
}

/* Sites of one literal that had the same matches share one run of them. */
static HW_MEM give_to(entries *e, const literal *l, const entry *found, size_t n)
{
    hw_joined *joined = e->joined;
    hw_site_claims *first = &joined->list.at[e->openings.at[l->first].at], before = *first;
    if (!add_matches(e, first, found, n))
        return HW_MEM_OUT;
    for (size_t i = 1; i < l->openings; i++) {
        hw_site_claims *of = &joined->list.at[e->openings.at[l->first + i].at];
        if (same_matches(e, of, &before)) {
            of->matches_at = first->matches_at;
            of->matches = first->matches;
        } else if (!add_matches(e, of, found, n < EACH_MAX ? n : EACH_MAX)) {
            return HW_MEM_OUT;
        }
    }
    return HW_MEM_OK;
}

static HW_MEM give(entries *e)
{
    const entry *found = e->found.at;
    if (e->found.len)
        qsort(e->found.at, e->found.len, sizeof *e->found.at, by_claim);
    for (size_t i = 0, n; i < e->found.len; i += n) {
        for (n = 1; i + n < e->found.len && found[i + n].literal == found[i].literal;)
            n++;
        if (!give_to(e, &e->literals.at[found[i].literal], &found[i], n))
            return HW_MEM_OUT;
    }
    return HW_MEM_OK;
}

static void mark_spoken(entries *e)
{
    const hw_joined *joined = e->joined;
    for (size_t i = 0; i < joined->list.len; i++) {
        const hw_site_claims *of = &joined->list.at[i];
        const hw_allocation_call *call = &e->in->sites->list.at[of->site].allocation;
        bool object = call->callee == 0 || hw_own_is_object(call);
        for (uint32_t m = 0; m < of->matches && object; m++)
            e->spoken[joined->matches.at[of->matches_at + m].claim] = 1;
    }
}

static HW_MEM find(entries *e)
{
    size_t n = e->in->claims->list.len;
    e->spoken = hw_mem_zero(n + 1, 1);
    if (!e->spoken || !group(e))
        return HW_MEM_OUT;
    mark_spoken(e);
    for (uint32_t i = 0; i < n; i++)
        if (can_be_entry(e, i) && !add_entry(e, i))
            return HW_MEM_OUT;
    return give(e);
}

HW_MEM hw_join_entries(const hw_join_input *in, const hw_enclosing *enclosing, hw_joined *joined)
{
    entries e = {.in = in, .joined = joined, .enclosing = enclosing};
    hw_mem ok = HW_MEM_OK;
    for (uint32_t i = 0; ok && i < joined->list.len && !in->filtered; i++)
        ok = add_opening(&e, i);
    if (ok && e.openings.len)
        ok = find(&e);
    hw_vec_free(&e.openings);
    hw_vec_free(&e.literals);
    hw_vec_free(&e.found);
    hw_mem_free(e.spoken);
    return ok;
}
