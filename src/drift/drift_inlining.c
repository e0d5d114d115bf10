#include "drift/drift_inlining.h"

#include <stdlib.h>

#include "drift/drift_rows.h"

/* --- declarations ----------------------------------------------------------------------------- */

/* The first declaration of the function itself that says so, or any; NULL: none. */
static const hw_drift_item *self(const hw_drift_run *run, bool inlinable)
{
    const hw_drift_item *any = NULL;
    for (size_t i = 0; i < run->n; i++) {
        if (run->at[i].key != 0)
            continue;
        if (run->at[i].heap == inlinable)
            return &run->at[i];
        any = &run->at[i];
    }
    return any;
}

/* Instances of a generic function may differ: it can be inlined where one of them can. With -m
 * alone an instance that cannot is not declared. */
static HW_MEM compare_self(hw_drifter *dr, const hw_drift_run run[HW_DRIFT_ENDS])
{
    const hw_drift_item *a = self(&run[HW_DRIFT_A], true), *b = self(&run[HW_DRIFT_B], true);
    bool before = a && a->heap, after = b && b->heap;
    bool said = (a && b) || dr->scope.depth == HW_DEPTH_INLINABLE;
    if (before == after || !said)
        return HW_MEM_OK;
    return hw_drifter_add(dr, before ? HW_DRIFT_NOT_INLINABLE : HW_DRIFT_INLINABLE, a, b);
}

/* The closures of a run that the alignment left, in order. */
static size_t next_closure(const hw_drifter *dr, hw_drift_end end, const hw_drift_run *run,
                           size_t i)
{
    while (i < run->n && (run->at[i].key == 0 || dr->partner[end].at[i] != HW_NONE))
        i++;
    return i;
}

static size_t count_closures(const hw_drifter *dr, hw_drift_end end, const hw_drift_run *run)
{
    size_t n = 0;
    for (size_t i = 0; (i = next_closure(dr, end, run, i)) < run->n; i++)
        n++;
    return n;
}

/* Where as many closures are left on both sides, they are those that became something else.
 * Otherwise nothing tells which is which. */
static HW_MEM compare_closures(hw_drifter *dr, const hw_drift_run run[HW_DRIFT_ENDS])
{
    const hw_drift_run *a = &run[HW_DRIFT_A], *b = &run[HW_DRIFT_B];
    size_t i = next_closure(dr, HW_DRIFT_A, a, 0), k = next_closure(dr, HW_DRIFT_B, b, 0);
    if (count_closures(dr, HW_DRIFT_A, a) != count_closures(dr, HW_DRIFT_B, b))
        return HW_MEM_OK;
    while (i < a->n && k < b->n) {
        bool before = a->at[i].heap, after = b->at[k].heap;
        if (before != after &&
            !hw_drifter_add(dr, before ? HW_DRIFT_NOT_INLINABLE : HW_DRIFT_INLINABLE, &a->at[i],
                            &b->at[k]))
            return HW_MEM_OUT;
        i = next_closure(dr, HW_DRIFT_A, a, i + 1);
        k = next_closure(dr, HW_DRIFT_B, b, k + 1);
    }
    return HW_MEM_OK;
}

HW_MEM hw_drift_decls(hw_drifter *dr, const hw_drift_run run[HW_DRIFT_ENDS])
{
    return compare_self(dr, run) && hw_drifter_align(dr, run) && compare_closures(dr, run);
}

/* --- calls ------------------------------------------------------------------------------------ */

static int by_callee(const void *x, const void *y)
{
    const hw_drift_item *a = x, *b = y;
    int c;
    if ((c = HW_CMP(a->key, b->key)) || (c = HW_CMP(a->line, b->line)) ||
        (c = HW_CMP(a->col, b->col)))
        return c;
    return HW_CMP(a->at, b->at);
}

/* Adds the calls that this side alone inlines: one row for each callee, at its first call. */
static HW_MEM add_calls(hw_drifter *dr, hw_drift_end end, const hw_drift_run *run)
{
    hw_drift_kind kind = end == HW_DRIFT_A ? HW_DRIFT_NOT_INLINED : HW_DRIFT_INLINED;
    dr->left.len = 0;
    for (size_t i = 0; i < run->n; i++)
        if (dr->partner[end].at[i] == HW_NONE && !hw_vec_push(&dr->left, run->at[i]))
            return HW_MEM_OUT;
    if (dr->left.len)
        qsort(dr->left.at, dr->left.len, sizeof *dr->left.at, by_callee);
    for (size_t i = 0; i < dr->left.len; i++) {
        const hw_drift_item *item = &dr->left.at[i];
        hw_drift_kind row_kind = kind;
        if (item->generic && hw_drifter_crosses(dr, HW_UNIFIED_MINOR))
            row_kind = HW_DRIFT_BY_VERSION;
        if (i && item->key == item[-1].key)
            hw_drifter_last(dr)->said[end].count++;
        else if (!hw_drifter_add_alone(dr, row_kind, end, item))
            return HW_MEM_OUT;
    }
    return HW_MEM_OK;
}

HW_MEM hw_drift_calls(hw_drifter *dr, const hw_drift_run run[HW_DRIFT_ENDS])
{
    return hw_drifter_align(dr, run) && add_calls(dr, HW_DRIFT_A, &run[HW_DRIFT_A]) &&
           add_calls(dr, HW_DRIFT_B, &run[HW_DRIFT_B]);
}
