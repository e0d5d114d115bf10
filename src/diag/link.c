/* The compiler prints explanations (a head and its steps) while it solves, and the verdicts
 * afterwards. A head and its verdict have position and expression in common, except
 *   - of append: the head has the whole call, the verdict only "append" (Go >= 1.25);
 *   - of arguments, which may have been rewritten meanwhile: f(x, y) to f(x, ... argument...) in Go
 *     1.19, a variable to the constant that it holds from Go 1.25;
 *   - of closures that the compiler makes for `go f(x)` and `defer f(x)`: these have no verdict, so
 *     the head itself becomes a claim.
 * A claim may have several explanations, and claims may repeat word for word. */
#include "diag/link.h"

#include <stdlib.h>

#include "base/error.h"
#include "base/mem.h"
#include "base/search.h"
#include "diag/expression.h"
#include "diag/parameters.h"

enum { REWRITTEN_MAX = 64 }; /* claims of one position that are looked at for a rewritten head */

/* Claims of one key, in log order. */
typedef struct group {
    uint32_t first, last, cursor; /* claims, relative to the block's first */
} group;

typedef struct linker {
    hw_diag_reader *r;
    hw_index exact, places; /* to groups: by position and expression; by position */
    HW_VEC(group) groups;
    HW_VEC(group) at;
    uint32_t *next_exact, *next_place; /* of each claim of the block */
    uint32_t *tail;                    /* last route of each claim */
    size_t base, count;
} linker;

typedef struct key {
    const linker *l;
    hw_place place;
    hw_str expr;
} key;

static const hw_claim *claim_at(const linker *l, uint32_t i)
{
    return &l->r->set->list.at[l->base + i];
}

static bool same_place(const hw_place *a, const hw_place *b)
{
    return a->file == b->file && a->line == b->line && a->col == b->col;
}

static uint64_t hash_place(const linker *l, const hw_place *p)
{
    uint64_t seed = l->r->set->strings->index.seed;
    return hw_mix(hw_mix(seed, (uint64_t)p->file << 32 | p->line), p->col);
}

static uint64_t hash_exact(const linker *l, const hw_place *p, hw_str expr)
{
    return hw_hash(hash_place(l, p), expr.p, expr.n);
}

static bool eq_exact(const void *ctx, uint32_t id)
{
    const key *k = ctx;
    const hw_claim *c = claim_at(k->l, k->l->groups.at[id].first);
    return same_place(&c->place, &k->place) && hw_str_eq(hw_claim_expr(k->l->r->set, c), k->expr);
}

static bool eq_place(const void *ctx, uint32_t id)
{
    const key *k = ctx;
    return same_place(&claim_at(k->l, k->l->at.at[id].first)->place, &k->place);
}

static uint64_t rehash_exact(const void *ctx, uint32_t id)
{
    const linker *l = ctx;
    const hw_claim *c = claim_at(l, l->groups.at[id].first);
    return hash_exact(l, &c->place, hw_claim_expr(l->r->set, c));
}

static uint64_t rehash_place(const void *ctx, uint32_t id)
{
    const linker *l = ctx;
    return hash_place(l, &claim_at(l, l->at.at[id].first)->place);
}

static void chain(group *g, uint32_t *next, uint32_t claim)
{
    next[g->last] = claim;
    g->last = claim;
}

static HW_MEM add_place(linker *l, uint32_t i)
{
    key k = {l, claim_at(l, i)->place, {0}};
    group fresh = {i, i, i};
    uint64_t hash = hash_place(l, &k.place);
    uint32_t id = hw_index_get(&l->places, hash, eq_place, &k);
    if (id == HW_NONE)
        return hw_vec_push(&l->at, fresh) &&
               hw_index_put(&l->places, hash, (uint32_t)l->at.len - 1, rehash_place, l);
    chain(&l->at.at[id], l->next_place, i);
    return HW_MEM_OK;
}

static HW_MEM add_exact(linker *l, uint32_t i)
{
    const hw_claim *c = claim_at(l, i);
    key k = {l, c->place, hw_claim_expr(l->r->set, c)};
    group fresh = {i, i, i};
    uint64_t hash = hash_exact(l, &k.place, k.expr);
    uint32_t id = hw_index_get(&l->exact, hash, eq_exact, &k);
    if (id == HW_NONE)
        return hw_vec_push(&l->groups, fresh) &&
               hw_index_put(&l->exact, hash, (uint32_t)l->groups.len - 1, rehash_exact, l);
    chain(&l->groups.at[id], l->next_exact, i);
    return HW_MEM_OK;
}

/* Expressions are looked up only where a position has several claims. */
static HW_MEM index_claims(linker *l)
{
    size_t heap = 0;
    for (uint32_t i = 0; i < l->count; i++)
        heap += hw_claim_heap(claim_at(l, i));
    if (!hw_index_room(&l->places, heap) || !hw_vec_room(&l->at, heap))
        return HW_MEM_OUT;
    for (uint32_t i = 0; i < l->count; i++)
        if (hw_claim_heap(claim_at(l, i)) && !add_place(l, i))
            return HW_MEM_OUT;
    for (size_t g = 0; g < l->at.len; g++) {
        uint32_t i = l->at.at[g].first;
        if (i == l->at.at[g].last)
            continue;
        for (; i != HW_NONE; i = l->next_place[i])
            if (!add_exact(l, i))
                return HW_MEM_OUT;
    }
    return HW_MEM_OK;
}

static void attach(linker *l, uint32_t i, uint32_t route)
{
    hw_claim *c = &l->r->set->list.at[l->base + i];
    if (c->route == HW_NONE)
        c->route = route;
    else
        l->r->set->routes.at[l->tail[i]].next = route;
    l->tail[i] = route;
}

/* The n-th head of a key belongs to its n-th claim, further ones to the last. With `spare`, only a
 * claim that has no explanation yet. */
static bool attach_exact(linker *l, group *here, const hw_claim *head, hw_str expr, bool spare)
{
    key k = {l, head->place, expr};
    group *g = here; /* a single claim there: it is this one, or none */
    if (g->first != g->last) {
        uint32_t id = hw_index_get(&l->exact, hash_exact(l, &k.place, expr), eq_exact, &k);
        if (id == HW_NONE)
            return false;
        g = &l->groups.at[id];
    } else if (!hw_str_eq(hw_claim_expr(l->r->set, claim_at(l, g->first)), expr)) {
        return false;
    }
    if (spare && claim_at(l, g->cursor)->route != HW_NONE)
        return false;
    attach(l, g->cursor, head->route);
    if (l->next_exact[g->cursor] != HW_NONE)
        g->cursor = l->next_exact[g->cursor];
    return true;
}

/* Whether the head's expression can have become that of the verdict `c` until it was printed. */
static bool is_rewritten(const linker *l, const hw_claim *c, hw_str head)
{
    size_t open = hw_str_chr(head, '(');
    if (c->kind == HW_KIND_CONSTANT)
        return true;
    return open != HW_NPOS &&
           hw_str_starts(hw_claim_expr(l->r->set, c), hw_str_sub(head, 0, open + 1));
}

/* The first claim of the position without an explanation that fits. */
static bool attach_rewritten(linker *l, const group *here, const hw_claim *head, hw_str expr)
{
    uint32_t i = here->first;
    for (int n = 0; i != HW_NONE && n < REWRITTEN_MAX; n++, i = l->next_place[i]) {
        const hw_claim *c = claim_at(l, i);
        if (c->route == HW_NONE && is_rewritten(l, c, expr)) {
            attach(l, i, head->route);
            return true;
        }
    }
    return false;
}

static bool link_head(linker *l, const hw_claim *head)
{
    key k = {l, head->place, hw_claim_expr(l->r->set, head)};
    uint32_t id = hw_index_get(&l->places, hash_place(l, &k.place), eq_place, &k);
    if (id == HW_NONE)
        return false;
    group *here = &l->at.at[id];
    if (hw_str_starts(k.expr, HW_STR("append(")))
        return attach_exact(l, here, head, k.expr, true) ||
               attach_exact(l, here, head, HW_STR("append"), false) ||
               attach_exact(l, here, head, k.expr, false);
    return attach_exact(l, here, head, k.expr, false) || attach_rewritten(l, here, head, k.expr);
}

/* Heads without a verdict become claims. `kept`: they are in log order, as the list is. */
static HW_MEM keep_heads(hw_diag_reader *r, const hw_claim *kept, size_t count)
{
    if (!hw_vec_room(&r->set->list, count))
        return HW_MEM_OUT;
    hw_claim *list = r->set->list.at;
    size_t from = r->set->list.len, to = from + count;
    while (count > 0) {
        if (from > r->marks.claims && list[from - 1].at > kept[count - 1].at)
            list[--to] = list[--from];
        else
            list[--to] = kept[--count];
    }
    return HW_MEM_OK;
}

/* The compiler prints explanations in another order than verdicts. So of claims with the same words
 * at one place nothing in the text tells whose explanation is whose, unless all end alike. */
static void mark_shared(linker *l)
{
    for (size_t g = 0; g < l->groups.len; g++) {
        const group *of = &l->groups.at[g];
        if (of->first == of->last)
            continue;
        hw_str first = hw_route_last_step(l->r->set, claim_at(l, of->first)->route);
        bool alike = first.n > 0;
        for (uint32_t i = of->first; i != HW_NONE && alike; i = l->next_exact[i])
            alike = hw_str_eq(hw_route_last_step(l->r->set, claim_at(l, i)->route), first);
        for (uint32_t i = of->first; i != HW_NONE && !alike; i = l->next_exact[i])
            l->r->set->list.at[l->base + i].flags |= HW_CLAIM_SHARED_WHY;
    }
}

static HW_MEM link_heads(linker *l)
{
    hw_diag_reader *r = l->r;
    size_t kept = 0;
    for (size_t i = 0; i < r->heads.len; i++) {
        unsigned flags;
        hw_claim head = r->heads.at[i];
        if (link_head(l, &head))
            continue;
        head.kind = (uint8_t)hw_diag_kind(head.class, hw_claim_expr(r->set, &head), &flags);
        head.flags = (uint8_t)(flags | HW_CLAIM_HEADER_ONLY);
        r->heads.at[kept++] = head;
    }
    mark_shared(l);
    if (kept == 0)
        return HW_MEM_OK;
    if (!keep_heads(r, r->heads.at, kept))
        return HW_MEM_OUT;
    r->set->list.len += kept;
    return HW_MEM_OK;
}

static hw_status link_block(hw_diag_reader *r, hw_error *err)
{
    size_t n = r->set->list.len - r->marks.claims;
    linker l = {.r = r, .base = r->marks.claims, .count = n};
    if (r->heads.len == 0)
        return HW_OK;
    uint32_t *words = hw_mem_alloc(n ? n : 1, 3 * sizeof *words);
    hw_mem ok = words != NULL;
    if (ok) {
        l.next_exact = words;
        l.next_place = words + n;
        l.tail = words + 2 * n;
        for (size_t i = 0; i < 3 * n; i++)
            words[i] = HW_NONE;
        ok = index_claims(&l) && link_heads(&l);
    }
    hw_mem_free(words);
    hw_vec_free(&l.groups);
    hw_vec_free(&l.at);
    hw_index_free(&l.exact);
    hw_index_free(&l.places);
    return ok ? HW_OK : hw_nomem(err);
}

static void count_explained(hw_diag_reader *r)
{
    for (size_t i = r->marks.claims; i < r->set->list.len; i++) {
        const hw_claim *c = &r->set->list.at[i];
        if (c->route != HW_NONE && !(c->flags & HW_CLAIM_HEADER_ONLY))
            r->set->patterns[HW_PATTERN_ESCAPES_WITH_FLOW]++;
    }
}

static int by_make(const void *a, const void *b)
{
    const hw_elided *x = a, *y = b;
    if (x->file != y->file)
        return x->file < y->file ? -1 : 1;
    if (x->line != y->line)
        return x->line < y->line ? -1 : 1;
    int c = hw_str_cmp(x->make, y->make);
    return c ? c : HW_CMP(x->col, y->col);
}

/* The append that a make stands in begins left of it, or, where both are inlined, at one call with
 * it: the last one that begins there or before. */
static hw_elided *append_of(const hw_diag_reader *r, const hw_claim *c)
{
    const hw_elided make = {.file = c->place.file,
                            .line = c->place.line,
                            .col = c->place.col,
                            .make = hw_claim_expr(r->set, c)};
    size_t at = 0;
    if (!hw_kind_has((hw_kind)c->kind, HW_TRAIT_MAKE))
        return NULL;
    HW_SEARCH(at, r->elided.len, m, by_make(&r->elided.at[m], &make) <= 0);
    hw_elided *e = at > 0 ? &r->elided.at[at - 1] : NULL;
    return e && e->file == make.file && e->line == make.line && hw_str_eq(e->make, make.make)
               ? e
               : NULL;
}

/* Marks the makes inside append(x, make(T, n)...): a head or a step of their line says so. Other
 * makes of that text may follow. */
static void mark_elided(hw_diag_reader *r)
{
    if (r->elided.len == 0)
        return;
    qsort(r->elided.at, r->elided.len, sizeof *r->elided.at, by_make);
    for (size_t i = r->marks.claims; i < r->set->list.len; i++) {
        const hw_claim *c = &r->set->list.at[i];
        hw_elided *e = append_of(r, c);
        if (e && (e->nearest == 0 || c->place.col < e->nearest))
            e->nearest = c->place.col;
    }
    for (size_t i = r->marks.claims; i < r->set->list.len; i++) {
        hw_claim *c = &r->set->list.at[i];
        const hw_elided *e = append_of(r, c);
        if (e && e->nearest == c->place.col)
            c->flags |= HW_CLAIM_ELIDED;
    }
}

hw_status hw_block_link(hw_diag_reader *r, hw_error *err)
{
    HW_TRY(link_block(r, err));
    HW_TRY(hw_find_parameters(r, err));
    count_explained(r);
    mark_elided(r);
    return HW_OK;
}
