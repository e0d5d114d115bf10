#include "claims/summary.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/mem.h"
#include "claims/inliner.h"
#include "go/goname.h"
#include "go/obstacle.h"

const char *const hw_summary_total_names[HW_TOTAL_COUNT] = {
#define X(id, name) [HW_TOTAL_##id] = name,
    HW_SUMMARY_TOTALS(X)
#undef X
};

const char *const hw_summary_leak_names[HW_LEAK_COUNT] = {
#define X(id, name) [HW_LEAK_##id] = name,
    HW_SUMMARY_LEAKS(X)
#undef X
};

const hw_over_budget_row hw_over_budget_rows[HW_OVER_COUNT] = {
#define X(id, name, percent) [HW_OVER_##id] = {name, percent},
    HW_OVER_BUDGET(X)
#undef X
};

hw_str hw_summary_package(const hw_summary *c, const hw_summary_row *r)
{
    return hw_strings_get(c->claims->strings, r->package);
}

hw_str hw_summary_name(const hw_summary *c, const hw_summary_row *r)
{
    return r->name < c->strings ? hw_strings_get(c->claims->strings, r->name)
                                : hw_strings_get(&c->names, (hw_sid)(r->name - c->strings));
}

/* --- tables ----------------------------------------------------------------------------------- */

typedef struct row_key {
    const hw_summary_table *t;
    const hw_summary_row *row;
} row_key;

static bool same_row(const void *ctx, uint32_t id)
{
    const row_key *k = ctx;
    const hw_summary_row *a = &k->t->rows.at[id], *b = k->row;
    return a->package == b->package && a->name == b->name && a->sink == b->sink;
}

static uint64_t hash_row(const hw_summary_table *t, const hw_summary_row *r)
{
    const uint32_t words[] = {r->package, r->name, (uint32_t)r->sink};
    return hw_hash(t->index.seed, words, sizeof words);
}

static uint64_t rehash_row(const void *ctx, uint32_t id)
{
    const hw_summary_table *t = ctx;
    return hash_row(t, &t->rows.at[id]);
}

/* One more of `key` in the column. */
static HW_MEM add(hw_summary_table *t, hw_summary_row key, unsigned column)
{
    row_key k = {t, &key};
    if (t->last < t->rows.len && same_row(&k, t->last)) {
        t->rows.at[t->last].n[column]++;
        return HW_MEM_OK;
    }
    uint64_t hash = hash_row(t, &key);
    uint32_t id = hw_index_get(&t->index, hash, same_row, &k);
    if (id == HW_NONE) {
        id = (uint32_t)t->rows.len;
        if (!hw_vec_push(&t->rows, key))
            return HW_MEM_OUT;
        if (!hw_index_put(&t->index, hash, id, rehash_row, t)) {
            t->rows.len--;
            return HW_MEM_OUT;
        }
    }
    t->rows.at[id].n[column]++;
    t->last = id;
    return HW_MEM_OK;
}

typedef struct ranked {
    uint32_t row;
    uint64_t n;
    hw_str package, name;
    hw_sink_kind sink;
} ranked;

static int by_rank(const void *x, const void *y)
{
    const ranked *a = x, *b = y;
    int c;
    if ((c = HW_CMP(b->n, a->n)) || (c = hw_str_cmp(a->package, b->package)) ||
        (c = hw_str_cmp(a->name, b->name)))
        return c;
    return HW_CMP(a->sink, b->sink);
}

/* Puts list[at] in its place of a heap whose root comes last in the order. */
static void sink(ranked *list, size_t n, size_t at)
{
    for (size_t child; (child = 2 * at + 1) < n; at = child) {
        if (child + 1 < n && by_rank(&list[child], &list[child + 1]) < 0)
            child++;
        if (by_rank(&list[at], &list[child]) >= 0)
            return;
        ranked swap = list[at];
        list[at] = list[child];
        list[child] = swap;
    }
}

/* The first `most` of the rows, in order. Never more than these are held. Returns how many. */
static size_t first_rows(const hw_summary *c, const hw_summary_table *t, const hw_summary_query *w,
                         ranked *list, size_t most, size_t *all)
{
    size_t n = 0;
    *all = 0;
    for (uint32_t i = 0; i < t->rows.len; i++) {
        const hw_summary_row *r = &t->rows.at[i];
        if ((w->counted && r->n[w->column] == 0) || (w->wanted && !w->wanted(r)))
            continue;
        ranked here = {i, r->n[w->column], hw_summary_package(c, r), hw_summary_name(c, r),
                       r->sink};
        ++*all;
        if (n < most) {
            list[n++] = here;
            for (size_t at = n == most ? n / 2 : 0; at-- > 0;)
                sink(list, n, at);
        } else if (by_rank(&here, &list[0]) < 0) {
            list[0] = here;
            sink(list, n, 0);
        }
    }
    if (n)
        qsort(list, n, sizeof *list, by_rank);
    return n;
}

HW_MEM hw_summary_order(const hw_summary *c, const hw_summary_table *t, const hw_summary_query *w,
                        uint32_t **order, size_t *shown, size_t *all)
{
    size_t most = w->most && w->most < t->rows.len ? w->most : t->rows.len;
    ranked *list = hw_mem_alloc(most + 1, sizeof *list);
    uint32_t *made = hw_mem_alloc(most + 1, sizeof *made);
    bool ok = list && made;
    if (ok) {
        *shown = first_rows(c, t, w, list, most, all);
        for (size_t i = 0; i < *shown; i++)
            made[i] = list[i].row;
        *order = made;
    } else {
        hw_mem_free(made);
    }
    hw_mem_free(list);
    return hw_mem_of(ok);
}

/* --- counting --------------------------------------------------------------------------------- */

typedef struct counter {
    hw_summary *c;
    hw_sid *readable; /* by string of the claims: its readable name; HW_NONE: not made yet */
    hw_buf scratch;
} counter;

static HW_MEM name_text(counter *k, hw_str text, hw_sid *ret)
{
    hw_summary *c = k->c;
    if (hw_go_name(text, &k->scratch) != HW_OK)
        return HW_MEM_OUT;
    *ret = hw_strings_find(c->claims->strings, hw_buf_view(&k->scratch)); /* most are readable */
    if (*ret < c->strings)
        return HW_MEM_OK;
    if (!hw_strings_put(&c->names, hw_buf_view(&k->scratch), ret) || *ret >= HW_NONE - c->strings)
        return HW_MEM_OUT;
    *ret += (hw_sid)c->strings;
    return HW_MEM_OK;
}

static HW_MEM name_of(counter *k, hw_sid id, hw_sid *ret)
{
    *ret = 0;
    if (id == 0 || id >= k->c->strings)
        return HW_MEM_OK;
    if (k->readable[id] == HW_NONE &&
        !name_text(k, hw_strings_get(k->c->claims->strings, id), &k->readable[id]))
        return HW_MEM_OUT;
    *ret = k->readable[id];
    return HW_MEM_OK;
}

static HW_MEM count_place(counter *k, const hw_claim *claim, unsigned column)
{
    bool exact;
    hw_summary *c = k->c;
    hw_sid package = c->claims->blocks.at[claim->place.block].package, name;
    if (!name_of(k, hw_claim_function(&c->enclosing, claim, &exact), &name))
        return HW_MEM_OUT;
    return hw_mem_of(
        add(&c->packages, (hw_summary_row){.package = package}, column) &&
        add(&c->functions, (hw_summary_row){.package = package, .name = name}, column));
}

static void count_pattern(hw_summary *c, const hw_claim *claim)
{
    hw_message_class class = (hw_message_class)claim->class;
    hw_pattern p = hw_pattern_of(class, hw_claim_expr(c->claims, claim));
    if (p != HW_PATTERN_COUNT)
        c->patterns[p]++;
    else if (hw_message_class_role(class) == HW_ROLE_PARAM)
        c->other_parameters++;
    else
        c->only_explained++;
    if (p != HW_PATTERN_COUNT && claim->route != HW_NONE)
        c->patterns[HW_PATTERN_ESCAPES_WITH_FLOW]++;
}

static void count_leak(hw_summary *c, const hw_claim *claim)
{
    const char *verdict = hw_claim_verdict(claim);
    unsigned leak = 0;
    while (leak < HW_LEAK_OTHER && strcmp(verdict, hw_summary_leak_names[leak]) != 0)
        leak++;
    c->leaks[leak]++;
}

static void count_reasons(hw_summary *c, const hw_claim *claim)
{
    uint64_t seen = hw_claim_reasons(c->claims, claim);
    for (unsigned i = 0; i < HW_REASON_COUNT; i++)
        c->with[i] += seen >> i & 1;
}

static HW_MEM count_flow(counter *k, const hw_claim *claim)
{
    hw_flow_end end;
    hw_summary *c = k->c;
    hw_summary_row row = {0};
    hw_claim_end(c->claims, claim, &end);
    c->sinks[end.kind]++;
    c->last[end.why]++;
    count_reasons(c, claim);
    row.sink = end.kind;
    return hw_mem_of((end.target.n == 0 || name_text(k, end.target, &row.name)) &&
                     add(&c->targets, row, HW_ROW_HEAP));
}

static HW_MEM count_claims(counter *k)
{
    hw_summary *c = k->c;
    const hw_claims *set = c->claims;
    for (size_t i = 0; i < set->list.len; i++) {
        const hw_claim *claim = &set->list.at[i];
        bool heap = hw_claim_heap(claim);
        c->before[heap ? HW_TOTAL_HEAP : HW_TOTAL_STACK]++;
        if (!hw_selected(&c->selection, &c->selection.claims, i))
            continue;
        c->totals[heap ? HW_TOTAL_HEAP : HW_TOTAL_STACK]++;
        c->kinds[claim->kind][heap ? 0 : 1]++;
        count_pattern(c, claim);
        if (!count_place(k, claim, heap ? HW_ROW_HEAP : HW_ROW_STACK) ||
            (heap && !count_flow(k, claim)))
            return HW_MEM_OUT;
    }
    for (size_t i = 0; i < set->leaks.len; i++) {
        if (!hw_selected(&c->selection, &c->selection.leaks, i))
            continue;
        c->totals[HW_TOTAL_PARAMETERS]++;
        count_pattern(c, &set->leaks.at[i]);
        count_leak(c, &set->leaks.at[i]);
        if (!count_place(k, &set->leaks.at[i], HW_ROW_PARAMETERS))
            return HW_MEM_OUT;
    }
    return HW_MEM_OK;
}

static hw_over_budget over_budget(uint32_t cost, uint32_t budget)
{
    unsigned i = 0;
    while (hw_over_budget_rows[i].percent &&
           (uint64_t)cost * 100 > (uint64_t)budget * hw_over_budget_rows[i].percent)
        i++;
    return (hw_over_budget)i;
}

static HW_MEM count_decl(hw_summary *c, uint32_t i)
{
    hw_inliner in;
    const hw_decl *d = &c->claims->decls.at[i];
    hw_inliner_read(c->claims, d, &in);
    c->totals[HW_TOTAL_FUNCTIONS]++;
    if (in.obstacle == HW_OBSTACLE_NONE)
        c->inlinable++;
    else
        c->obstacles[in.obstacle]++;
    if (in.obstacle != HW_OBSTACLE_TOO_COMPLEX || in.budget == 0)
        return HW_MEM_OK;
    c->over[over_budget(in.cost, in.budget)]++;
    return hw_vec_push(&c->too_complex,
                       ((hw_too_complex){d->place, d->name, i, in.cost, in.budget}));
}

/* By cost over budget; then a generic function's instances, which each package that needs them
 * compiles again, beside each other. */
static int by_excess(const void *x, const void *y)
{
    const hw_too_complex *a = x, *b = y;
    const hw_place *p = &a->place, *q = &b->place;
    int64_t left = (int64_t)a->cost - a->budget, right = (int64_t)b->cost - b->budget;
    int c;
    if ((c = HW_CMP(left, right)) || (c = HW_CMP(p->file, q->file)) ||
        (c = HW_CMP(p->line, q->line)) || (c = HW_CMP(p->col, q->col)) ||
        (c = HW_CMP(a->name, b->name)))
        return c;
    return HW_CMP(a->decl, b->decl);
}

static HW_MEM count_inlining(counter *k)
{
    hw_summary *c = k->c;
    const hw_claims *set = c->claims;
    for (uint32_t i = 0; i < set->decls.len; i++)
        if (hw_selected(&c->selection, &c->selection.decls, i) && !count_decl(c, i))
            return HW_MEM_OUT;
    for (size_t i = 0; i < set->inlinings.len; i++) {
        hw_summary_row row = {0};
        if (!hw_selected(&c->selection, &c->selection.inlinings, i))
            continue;
        c->totals[HW_TOTAL_CALLS]++;
        if (!name_of(k, set->inlinings.at[i].callee, &row.name) ||
            !add(&c->callees, row, HW_ROW_HEAP))
            return HW_MEM_OUT;
    }
    if (c->too_complex.len)
        qsort(c->too_complex.at, c->too_complex.len, sizeof *c->too_complex.at, by_excess);
    return HW_MEM_OK;
}

static HW_MEM count(hw_summary *c)
{
    const hw_claims *set = c->claims;
    counter k = {.c = c};
    c->strings = set->strings->list.len;
    k.readable = hw_mem_alloc(c->strings + 1, sizeof *k.readable);
    for (size_t i = 0; k.readable && i < c->strings; i++)
        k.readable[i] = HW_NONE;
    bool ok = k.readable && count_claims(&k) && count_inlining(&k);
    c->before[HW_TOTAL_CLAIMS] = set->list.len;
    c->totals[HW_TOTAL_CLAIMS] = c->totals[HW_TOTAL_HEAP] + c->totals[HW_TOTAL_STACK];
    c->before[HW_TOTAL_PARAMETERS] = set->leaks.len;
    c->before[HW_TOTAL_FUNCTIONS] = set->decls.len;
    c->before[HW_TOTAL_CALLS] = set->inlinings.len;
    hw_mem_free(k.readable);
    hw_buf_free(&k.scratch);
    return hw_mem_of(ok);
}

hw_status hw_summary_make(const hw_claims *claims, const hw_claims_filter *filter, hw_summary *ret,
                          hw_error *err)
{
    static const hw_claims_filter nothing = {0};
    uint64_t seed = claims->strings->index.seed;
    hw_summary c = {.claims = claims, .filter = filter ? *filter : nothing};
    c.packages.index.seed = c.functions.index.seed = seed;
    c.targets.index.seed = c.callees.index.seed = seed;
    bool ok = hw_strings_init(&c.names) && hw_enclosing_init(&c.enclosing, claims);
    hw_status s = ok ? hw_select(&c.enclosing, &c.filter, &c.selection, err) : hw_nomem(err);
    if (s == HW_OK && !count(&c))
        s = hw_nomem(err);
    if (s == HW_OK)
        *ret = c;
    else
        hw_summary_free(&c);
    return s;
}

static void free_table(hw_summary_table *t)
{
    hw_vec_free(&t->rows);
    hw_index_free(&t->index);
}

void hw_summary_free(hw_summary *c)
{
    hw_strings_free(&c->names);
    hw_enclosing_free(&c->enclosing);
    hw_selection_free(&c->selection);
    free_table(&c->packages);
    free_table(&c->functions);
    free_table(&c->targets);
    free_table(&c->callees);
    hw_vec_free(&c->too_complex);
}
