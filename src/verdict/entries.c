#include "verdict/entries.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/search.h"
#include "model/record.h"

enum {
    LINES_MAX = 16,     /* literals that are looked at for one claim */
    MATCHES_MAX = 4096, /* claims of one literal; those behind stay unobserved */
};

/* A line of objects that a map's literal starts at. */
typedef struct literal {
    uint32_t block;
    hw_sid file;
    uint32_t line, at; /* at: of the case */
    const hw_decl *function;
    hw_str value; /* type of the map's values; empty where its type has a name */
} literal;

/* A claim that one of its objects can be of. */
typedef struct entry {
    uint32_t at, claim; /* of the case; into the list */
} entry;

typedef struct entries {
    hw_join *j;
    const hw_owners *owners;
    HW_VEC(literal) literals;
    HW_VEC(entry) found;
    uint8_t *spoken; /* by claim: it is an object on its own line */
} entries;

static int by_line(const void *a, const void *b)
{
    const literal *x = a, *y = b;
    if (x->block != y->block)
        return HW_CMP(x->block, y->block);
    if (x->file != y->file)
        return HW_CMP(x->file, y->file);
    return x->line != y->line ? HW_CMP(x->line, y->line) : HW_CMP(x->at, y->at);
}

static int by_case(const void *a, const void *b)
{
    const entry *x = a, *y = b;
    return x->at != y->at ? HW_CMP(x->at, y->at) : HW_CMP(x->claim, y->claim);
}

/* A literal of a map, or of a named type that may be one. */
static bool starts_literal(const hw_join *j, const hw_site *s, const hw_claim *c)
{
    return (c->kind == HW_KIND_MAP_LITERAL || c->kind == HW_KIND_COMPOSITE) &&
           c->place.line == s->line && hw_join_block_speaks(j, &s->where, c->place.block);
}

/* The values' type, as the literal's claim prints it: "[]T" of "map[K][]T{...}". */
static hw_str value_type(hw_str expr)
{
    size_t depth = 0, at = 3;
    if (!hw_str_starts(expr, HW_STR("map[")))
        return (hw_str){0};
    do
        at = hw_expr_next(expr, at, &depth);
    while (at < expr.n && depth);
    hw_str type = hw_str_from(expr, at);
    return hw_str_cut_suffix(&type, HW_STR("{...}")) ? type : (hw_str){0};
}

/* Nothing owns the bytes but what may be the literal itself. */
static bool is_open(const hw_join *j, const hw_case *k)
{
    const hw_witness *w = &j->sites->list.at[k->site].witness;
    hw_str type = hw_strings_get(j->profile->strings, w->type);
    if (w->callee && !hw_own_is_object(w))
        return false;
    for (uint32_t i = 0; i < k->matches; i++) {
        hw_kind kind = j->claims->list.at[j->matches.at[k->matches_at + i].claim].kind;
        if (kind != HW_KIND_COMPOSITE && kind != HW_KIND_MAP_LITERAL)
            return false;
    }
    return k->matches == 0 || w->callee == 0 || hw_str_starts(type, HW_STR("["));
}

static bool add_literal(entries *e, uint32_t at)
{
    const hw_join *j = e->j;
    const hw_case *k = &j->cases.at[at];
    const hw_site *s = &j->sites->list.at[k->site];
    if (!k->diagnosed || k->crowded || k->line == HW_NONE || s->service || s->collector ||
        !is_open(j, k))
        return true;
    hw_run run = hw_lines_run(&j->lines->claim, k->line);
    for (size_t i = 0; i < run.n && i < j->max_candidates; i++) {
        const hw_claim *c = &j->claims->list.at[run.at[i]];
        if (!starts_literal(j, s, c))
            continue;
        literal l = {.block = c->place.block,
                     .file = c->place.file,
                     .line = c->place.line,
                     .at = at,
                     .function = hw_owners_before(e->owners, &c->place),
                     .value = value_type(hw_claim_expr(j->claims, c))};
        if (c->kind == HW_KIND_MAP_LITERAL && l.value.n == 0)
            continue;
        return hw_vec_push(&e->literals, l);
    }
    return true;
}

static bool can_be_entry(const entries *e, uint32_t claim)
{
    const hw_claim *c = &e->j->claims->list.at[claim];
    bool slice = c->kind == HW_KIND_SLICE_LITERAL || c->kind == HW_KIND_COMPOSITE;
    return slice && hw_claim_heap(c) && !(c->flags & (HW_CLAIM_ELIDED | HW_CLAIM_ZERO_SIZE)) &&
           !e->spoken[claim];
}

/* Of the type that the literal has, where that is known: a name says nothing of it. */
static bool type_fits(const hw_join *j, const literal *l, const hw_claim *c)
{
    const hw_witness *w = &j->sites->list.at[j->cases.at[l->at].site].witness;
    hw_str type = hw_strings_get(j->profile->strings, w->type), expr = hw_claim_expr(j->claims, c);
    bool array = type.n == 0 || type.p[0] == '[';
    if (l->value.n)
        return array && hw_str_cut_suffix(&expr, HW_STR("{...}")) && hw_str_eq(expr, l->value);
    return array && c->kind == HW_KIND_SLICE_LITERAL;
}

static bool same_line(const literal *a, const literal *b)
{
    return a->block == b->block && a->file == b->file && a->line == b->line;
}

/* To the last literal before the claim that has an object of its type. */
static bool add_entry(entries *e, uint32_t claim)
{
    const hw_claim *c = &e->j->claims->list.at[claim];
    const literal key = {.block = c->place.block, .file = c->place.file, .line = c->place.line};
    size_t i = 0;
    HW_SEARCH(i, e->literals.len, m, by_line(&e->literals.at[m], &key) < 0);
    const hw_decl *function = i ? hw_owners_before(e->owners, &c->place) : NULL;
    bool found = false;
    for (unsigned lines = 0; lines < LINES_MAX && i > 0 && !found; lines++) {
        const literal *last = &e->literals.at[i - 1];
        if (last->block != key.block || last->file != key.file)
            break;
        for (; i > 0 && same_line(&e->literals.at[i - 1], last); i--) {
            const literal *l = &e->literals.at[i - 1];
            if (l->function != function || !type_fits(e->j, l, c))
                continue;
            found = true;
            if (!hw_vec_push(&e->found, ((entry){l->at, claim})))
                return false;
        }
    }
    return true;
}

/* A case's matches are one run. */
static bool move_to_end(hw_join *j, hw_case *k)
{
    uint32_t from = k->matches_at;
    k->matches_at = (uint32_t)j->matches.len;
    for (uint32_t i = 0; i < k->matches; i++) {
        hw_match m = j->matches.at[from + i];
        if (!hw_vec_push(&j->matches, m))
            return false;
    }
    return true;
}

static bool give(entries *e)
{
    hw_join *j = e->j;
    if (e->found.len)
        qsort(e->found.at, e->found.len, sizeof *e->found.at, by_case);
    for (size_t i = 0; i < e->found.len; i++) {
        hw_case *k = &j->cases.at[e->found.at[i].at];
        if ((i == 0 || e->found.at[i - 1].at != e->found.at[i].at) && !move_to_end(j, k))
            return false;
        if (k->matches == MATCHES_MAX)
            continue;
        bool object = j->sites->list.at[k->site].witness.callee != 0;
        hw_own own = object ? HW_OWN_YES : HW_OWN_MAYBE;
        if (!hw_vec_push(&j->matches, ((hw_match){e->found.at[i].claim, own, false})))
            return false;
        k->matches++;
    }
    return true;
}

static bool find(entries *e)
{
    hw_join *j = e->j;
    e->spoken = hw_mem_zero(j->claims->list.len + 1, 1);
    if (!e->spoken)
        return false;
    for (size_t i = 0; i < j->cases.len; i++) {
        const hw_case *k = &j->cases.at[i];
        const hw_witness *w = &j->sites->list.at[k->site].witness;
        bool object = w->callee == 0 || hw_own_is_object(w);
        for (uint32_t m = 0; m < k->matches && object; m++)
            e->spoken[j->matches.at[k->matches_at + m].claim] = 1;
    }
    qsort(e->literals.at, e->literals.len, sizeof *e->literals.at, by_line);
    for (uint32_t i = 0; i < j->claims->list.len; i++)
        if (can_be_entry(e, i) && !add_entry(e, i))
            return false;
    return give(e);
}

bool hw_entries_join(hw_join *j, const hw_owners *owners)
{
    entries e = {.j = j, .owners = owners};
    bool ok = true;
    for (uint32_t i = 0; ok && i < j->cases.len && !j->filtered; i++)
        ok = add_literal(&e, i);
    if (ok && e.literals.len)
        ok = find(&e);
    hw_vec_free(&e.literals);
    hw_vec_free(&e.found);
    hw_mem_free(e.spoken);
    return ok;
}
