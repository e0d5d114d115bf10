#include "drift/drift_claims.h"

#include <stdlib.h>

#include "base/search.h"
#include "drift/drift_equal.h"
#include "drift/drift_form.h"
#include "drift/drift_rows.h"

/* Reasons that only some versions have. */
static const struct {
    hw_reason reason;
    int minor; /* the version that brought or dropped it */
} bound_reasons[] = {
    {HW_REASON_NON_CONSTANT_SIZE, 25},
    {HW_REASON_ZERO_SIZED_ELEMENT, 25},
    {HW_REASON_CALLEE, 22},
    {HW_REASON_SLICE_TO_ARRAY, 20},
};

enum { REWORDED_TRIES = 64 };

static const hw_claim *claim_of(const hw_drifter *dr, hw_drift_end end, const hw_drift_item *item)
{
    return hw_drift_claim(dr->side[end].claims, item);
}

/* --- reasons ---------------------------------------------------------------------------------- */

typedef struct flow_end {
    hw_str why, sink;
} flow_end;

static flow_end end_of(const hw_claims *c, uint32_t route)
{
    flow_end e;
    hw_drift_route_end(c, &c->routes.at[route], &e.why, &e.sink);
    return e;
}

static HW_MEM same_sink(hw_drifter *dr, hw_str a, hw_str b, bool *ret)
{
    hw_buf form = {0};
    hw_buf_clear(&dr->text);
    hw_mem ok = hw_form_expr(a, &dr->text) == HW_OK && hw_form_expr(b, &form) == HW_OK;
    *ret = ok && hw_str_eq(hw_buf_view(&dr->text), hw_buf_view(&form));
    hw_buf_free(&form);
    return ok;
}

/* Whether some explanation of the claim ends like this. */
static HW_MEM ends_so(hw_drifter *dr, const hw_claims *c, const hw_claim *claim, flow_end like,
                      bool *ret)
{
    enum { ROUTES_MAX = 64 };
    unsigned looked_at = 0;
    *ret = false;
    for (uint32_t r = claim->route; r != HW_NONE && !*ret && looked_at < ROUTES_MAX;
         r = c->routes.at[r].next, looked_at++) {
        flow_end e = end_of(c, r);
        if (hw_str_eq(e.why, like.why) && !same_sink(dr, e.sink, like.sink, ret))
            return HW_MEM_OUT;
    }
    return HW_MEM_OK;
}

static bool bound_to_version(const hw_drifter *dr, hw_str why)
{
    hw_reason reason = hw_reason_named(why);
    for (size_t i = 0; i < sizeof bound_reasons / sizeof *bound_reasons; i++)
        if (bound_reasons[i].reason == reason && hw_drifter_crosses(dr, bound_reasons[i].minor))
            return true;
    return false;
}

/* Of two claims that say heap; *kind is HW_DRIFT_COUNT where their reasons agree. A claim may have
 * several explanations, in any order. One in common is enough. */
static HW_MEM compare_reasons(hw_drifter *dr, const hw_claim *a, const hw_claim *b,
                              hw_drift_kind *kind)
{
    const hw_claims *ca = dr->side[HW_DRIFT_A].claims, *cb = dr->side[HW_DRIFT_B].claims;
    bool same;
    *kind = HW_DRIFT_COUNT;
    if (!dr->scope.flows || a->route == HW_NONE || b->route == HW_NONE)
        return HW_MEM_OK;
    flow_end x = end_of(ca, a->route), y = end_of(cb, b->route);
    if (!ends_so(dr, cb, b, x, &same) || (!same && !ends_so(dr, ca, a, y, &same)))
        return HW_MEM_OUT;
    if (!same)
        *kind = bound_to_version(dr, x.why) || bound_to_version(dr, y.why) ? HW_DRIFT_BY_VERSION
                                                                           : HW_DRIFT_REASON;
    return HW_MEM_OK;
}

/* --- one claim, or a pair --------------------------------------------------------------------- */

/* From 1.25 on "does not escape" of a slice of variable size does not mean the stack: what does not
 * fit 32 bytes is allocated, as it was before. */
static bool variable_make(const hw_drifter *dr, const hw_claim *stack)
{
    int since = hw_kind_rows[stack->kind].owns_since;
    return since && hw_drifter_crosses(dr, since);
}

static HW_MEM compare(hw_drifter *dr, const hw_drift_item *a, const hw_drift_item *b,
                      hw_drift_kind *kind)
{
    const hw_claim *x = claim_of(dr, HW_DRIFT_A, a), *y = claim_of(dr, HW_DRIFT_B, b);
    *kind = HW_DRIFT_COUNT;
    if (a->heap && b->heap)
        return compare_reasons(dr, x, y, kind);
    if (a->heap != b->heap)
        *kind = variable_make(dr, a->heap ? y : x) ? HW_DRIFT_BY_VERSION
                : a->heap                          ? HW_DRIFT_HEAP_TO_STACK
                                                   : HW_DRIFT_STACK_TO_HEAP;
    return HW_MEM_OK;
}

static HW_MEM pair(hw_drifter *dr, const hw_drift_item *a, const hw_drift_item *b)
{
    hw_drift_kind kind;
    bool reworded = a->key != b->key;
    if (!compare(dr, a, b, &kind) || !hw_drifter_keep(dr, a, b))
        return HW_MEM_OUT;
    if (kind == HW_DRIFT_COUNT) {
        if (!reworded) {
            dr->d->same++;
            return HW_MEM_OK;
        }
        kind = HW_DRIFT_REWORDED;
    }
    if (!hw_drifter_add(dr, kind, a, b))
        return HW_MEM_OUT;
    hw_drifter_last(dr)->reworded = reworded;
    return HW_MEM_OK;
}

static HW_MEM alone(hw_drifter *dr, hw_drift_end end, const hw_drift_item *item)
{
    const hw_claim *c = claim_of(dr, end, item);
    hw_drift_kind kind = item->heap ? HW_DRIFT_NEW_HEAP : HW_DRIFT_NEW_STACK;
    if (end == HW_DRIFT_A)
        kind = hw_drift_rows[kind].mirror;
    int since = hw_kind_rows[c->kind].claimed_since;
    if ((since && hw_drifter_crosses(dr, since)) ||
        (item->generic && hw_drifter_crosses(dr, HW_UNIFIED_MINOR)))
        kind = HW_DRIFT_BY_VERSION;
    return hw_drifter_keep_alone(dr, end, item) && hw_drifter_add_alone(dr, kind, end, item);
}

/* --- other words ------------------------------------------------------------------------------ */

static bool reworded(const hw_drifter *dr, const hw_drift_item *a, const hw_drift_item *b)
{
    const hw_claim *x = claim_of(dr, HW_DRIFT_A, a), *y = claim_of(dr, HW_DRIFT_B, b);
    return hw_form_reworded(hw_claim_expr(dr->side[HW_DRIFT_A].claims, x), (hw_kind)x->kind,
                            hw_claim_expr(dr->side[HW_DRIFT_B].claims, y), (hw_kind)y->kind);
}

/* Collects what has no partner, with its gap: one more than the place in B of the nearest claim
 * before it that has a partner; 0 where there is none. */
static HW_MEM collect_gaps(hw_drifter *dr, hw_drift_end end, const hw_drift_run *run)
{
    const uint32_t *partner = dr->partner[end].at;
    uint32_t gap = 0;
    dr->gaps[end].len = 0;
    for (uint32_t i = 0; i < run->n; i++) {
        hw_drift_gap g = {gap, i};
        if (partner[i] != HW_NONE)
            gap = (end == HW_DRIFT_A ? partner[i] : i) + 1;
        else if (!hw_vec_push(&dr->gaps[end], g))
            return HW_MEM_OUT;
    }
    return HW_MEM_OK;
}

/* The first of B in that gap; B's gaps ascend. */
static size_t first_in_gap(const hw_drifter *dr, uint32_t gap)
{
    size_t low = 0;
    HW_SEARCH(low, dr->gaps[HW_DRIFT_B].len, i, dr->gaps[HW_DRIFT_B].at[i].gap < gap);
    return low;
}

/* Pairs what is left between the same neighbours, in order. */
static HW_MEM pair_reworded(hw_drifter *dr, const hw_drift_run run[HW_DRIFT_ENDS])
{
    if (!collect_gaps(dr, HW_DRIFT_A, &run[HW_DRIFT_A]) ||
        !collect_gaps(dr, HW_DRIFT_B, &run[HW_DRIFT_B]))
        return HW_MEM_OUT;
    for (size_t i = 0; i < dr->gaps[HW_DRIFT_A].len; i++) {
        const hw_drift_gap *a = &dr->gaps[HW_DRIFT_A].at[i];
        size_t k = first_in_gap(dr, a->gap);
        for (unsigned tries = 0; tries < REWORDED_TRIES && k < dr->gaps[HW_DRIFT_B].len;
             tries++, k++) {
            const hw_drift_gap *b = &dr->gaps[HW_DRIFT_B].at[k];
            if (b->gap != a->gap)
                break;
            if (dr->partner[HW_DRIFT_B].at[b->at] != HW_NONE ||
                !reworded(dr, &run[HW_DRIFT_A].at[a->at], &run[HW_DRIFT_B].at[b->at]))
                continue;
            dr->partner[HW_DRIFT_A].at[a->at] = b->at;
            dr->partner[HW_DRIFT_B].at[b->at] = a->at;
            break;
        }
    }
    return HW_MEM_OK;
}

/* --- a function, a package -----------------------------------------------------------------------
 */

static HW_MEM keep_loose(hw_drifter *dr, hw_drift_end end, const hw_drift_run *run)
{
    for (size_t i = 0; i < run->n; i++)
        if (dr->partner[end].at[i] == HW_NONE && !hw_vec_push(&dr->loose[end], run->at[i]))
            return HW_MEM_OUT;
    return HW_MEM_OK;
}

static HW_MEM pair_all(hw_drifter *dr, const hw_drift_run run[HW_DRIFT_ENDS])
{
    for (size_t i = 0; i < run[HW_DRIFT_A].n; i++) {
        uint32_t k = dr->partner[HW_DRIFT_A].at[i];
        if (k != HW_NONE && !pair(dr, &run[HW_DRIFT_A].at[i], &run[HW_DRIFT_B].at[k]))
            return HW_MEM_OUT;
    }
    return HW_MEM_OK;
}

HW_MEM hw_drift_claims(hw_drifter *dr, const hw_drift_run run[HW_DRIFT_ENDS])
{
    if (!hw_drifter_align(dr, run) || !hw_drift_tell_apart(dr, run) ||
        (dr->d->versions_differ && !pair_reworded(dr, run)))
        return HW_MEM_OUT;
    return pair_all(dr, run) && keep_loose(dr, HW_DRIFT_A, &run[HW_DRIFT_A]) &&
           keep_loose(dr, HW_DRIFT_B, &run[HW_DRIFT_B]);
}

static int by_place(const void *x, const void *y)
{
    const hw_drift_item *a = x, *b = y;
    int c;
    if ((c = HW_CMP(a->file, b->file)) || (c = HW_CMP(a->line, b->line)) ||
        (c = HW_CMP(a->col, b->col)) || (c = HW_CMP(a->tie, b->tie)))
        return c;
    return HW_CMP(a->at, b->at);
}

/* Across functions: of a pair one has to be a guess. */
static HW_MEM pair_guesses(hw_drifter *dr, const hw_drift_run run[HW_DRIFT_ENDS])
{
    if (!hw_drifter_align(dr, run))
        return HW_MEM_OUT;
    for (size_t i = 0; i < run[HW_DRIFT_A].n; i++) {
        uint32_t k = dr->partner[HW_DRIFT_A].at[i];
        if (k != HW_NONE && !run[HW_DRIFT_A].at[i].loose && !run[HW_DRIFT_B].at[k].loose)
            dr->partner[HW_DRIFT_A].at[i] = dr->partner[HW_DRIFT_B].at[k] = HW_NONE;
    }
    return pair_all(dr, run);
}

HW_MEM hw_drift_loose(hw_drifter *dr)
{
    hw_drift_run run[HW_DRIFT_ENDS];
    for (int end = 0; end < HW_DRIFT_ENDS; end++) {
        run[end] = (hw_drift_run){dr->loose[end].at, dr->loose[end].len};
        if (run[end].n)
            qsort(dr->loose[end].at, run[end].n, sizeof *run[end].at, by_place);
    }
    if (!pair_guesses(dr, run))
        return HW_MEM_OUT;
    for (int end = 0; end < HW_DRIFT_ENDS; end++) {
        for (size_t i = 0; i < run[end].n; i++)
            if (dr->partner[end].at[i] == HW_NONE && !alone(dr, (hw_drift_end)end, &run[end].at[i]))
                return HW_MEM_OUT;
        dr->loose[end].len = 0;
    }
    return HW_MEM_OK;
}
