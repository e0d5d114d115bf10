#include "drift/drift_equal.h"

#include <stdlib.h>

#include "base/mem.h"
#include "claims/inliner.h"
#include "claims/route.h"
#include "drift/drift_align.h"
#include "drift/drift_form.h"

enum { STEPS_MAX = 64 /* of an explanation: enough to tell two apart */ };

static int by_key(const void *x, const void *y)
{
    const hw_drift_equal *a = x, *b = y;
    int c = HW_CMP(a->key, b->key);
    return c ? c : HW_CMP(a->at, b->at);
}

static HW_MEM collect(hw_drifter *dr, hw_drift_end end, const hw_drift_run *run)
{
    dr->equals[end].len = 0;
    for (uint32_t i = 0; i < run->n; i++) {
        hw_drift_equal e = {run->at[i].key, i};
        if (!hw_vec_push(&dr->equals[end], e))
            return HW_MEM_OUT;
    }
    if (run->n)
        qsort(dr->equals[end].at, run->n, sizeof *dr->equals[end].at, by_key);
    return HW_MEM_OK;
}

/* What the claim's explanation goes through, and what became of its function literal. But for
 * lines, nothing else tells it from other claims of its text. */
static HW_MEM put_story(hw_drifter *dr, hw_drift_end end, const hw_drift_item *item, hw_sid *ret)
{
    const hw_claims *c = dr->side[end].claims;
    const hw_claim *claim = &c->list.at[item->at];
    uint64_t cursor = 0;
    hw_step step;
    hw_buf_clear(&dr->text);
    hw_mem ok = hw_buf_str(&dr->text, item->heap ? HW_STR("heap\n") : HW_STR("stack\n")) == HW_OK;
    if (item->decl != HW_NONE) {
        hw_str cost, body, reason;
        hw_decl_words(c, &c->decls.at[item->decl], &cost, &body, &reason);
        ok = ok && hw_form_expr(body, &dr->text) == HW_OK &&
             hw_form_expr(reason, &dr->text) == HW_OK;
    }
    for (int i = 0; ok && claim->route != HW_NONE && i < STEPS_MAX; i++) {
        if (!hw_route_step(c, &c->routes.at[claim->route], &cursor, &step))
            break;
        ok = hw_form_expr(step.is_flow ? step.to : step.from, &dr->text) == HW_OK &&
             hw_buf_add(&dr->text, "\n", 1) == HW_OK;
    }
    return ok && hw_strings_put(&dr->keys, hw_buf_view(&dr->text), ret);
}

typedef struct stories {
    hw_sid *keys;
    uint32_t *partner;
} stories;

/* Pairs n claims of A with m of B, all of one key: first those with one story, by the alignment,
 * then the rest in order. */
static HW_MEM pair_again(hw_drifter *dr, const hw_drift_run run[HW_DRIFT_ENDS],
                         const hw_drift_equal *const group[HW_DRIFT_ENDS],
                         const size_t n[HW_DRIFT_ENDS])
{
    stories s[HW_DRIFT_ENDS] = {{0}};
    hw_sequence seq[HW_DRIFT_ENDS];
    hw_mem ok = HW_MEM_OK;
    for (int end = 0; ok && end < HW_DRIFT_ENDS; end++) {
        s[end].keys = hw_mem_alloc(n[end], sizeof *s[end].keys);
        s[end].partner = hw_mem_alloc(n[end], sizeof *s[end].partner);
        ok = s[end].keys && s[end].partner;
        for (size_t i = 0; ok && i < n[end]; i++)
            ok = put_story(dr, (hw_drift_end)end, &run[end].at[group[end][i].at], &s[end].keys[i]);
        seq[end] = (hw_sequence){s[end].keys, n[end], s[end].partner};
    }
    ok = ok && hw_align(&dr->keys, &seq[HW_DRIFT_A], &seq[HW_DRIFT_B]);
    for (size_t i = 0, k = 0; ok && i < n[HW_DRIFT_A]; i++) {
        if (s[HW_DRIFT_A].partner[i] != HW_NONE)
            continue;
        while (k < n[HW_DRIFT_B] && s[HW_DRIFT_B].partner[k] != HW_NONE)
            k++;
        if (k == n[HW_DRIFT_B])
            break;
        s[HW_DRIFT_A].partner[i] = (uint32_t)k;
        s[HW_DRIFT_B].partner[k] = (uint32_t)i;
    }
    for (int end = 0; end < HW_DRIFT_ENDS; end++) {
        for (size_t i = 0; ok && i < n[end]; i++) {
            uint32_t other = s[end].partner[i];
            dr->partner[end].at[group[end][i].at] =
                other == HW_NONE ? HW_NONE : group[!end][other].at;
        }
        hw_mem_free(s[end].keys);
        hw_mem_free(s[end].partner);
    }
    return ok;
}

static size_t group_size(const hw_drifter *dr, hw_drift_end end, size_t from)
{
    size_t n = 0;
    while (from + n < dr->equals[end].len &&
           dr->equals[end].at[from + n].key == dr->equals[end].at[from].key)
        n++;
    return n;
}

static bool any_alone(const hw_drifter *dr)
{
    for (int end = 0; end < HW_DRIFT_ENDS; end++)
        for (size_t i = 0; i < dr->partner[end].len; i++)
            if (dr->partner[end].at[i] == HW_NONE)
                return true;
    return false;
}

HW_MEM hw_drift_tell_apart(hw_drifter *dr, const hw_drift_run run[HW_DRIFT_ENDS])
{
    if (!any_alone(dr))
        return HW_MEM_OK;
    for (int end = 0; end < HW_DRIFT_ENDS; end++)
        if (!collect(dr, (hw_drift_end)end, &run[end]))
            return HW_MEM_OUT;
    const size_t all[HW_DRIFT_ENDS] = {run[HW_DRIFT_A].n, run[HW_DRIFT_B].n};
    for (size_t i = 0, k = 0; i < all[HW_DRIFT_A] && k < all[HW_DRIFT_B];) {
        const hw_drift_equal *group[HW_DRIFT_ENDS] = {&dr->equals[HW_DRIFT_A].at[i],
                                                      &dr->equals[HW_DRIFT_B].at[k]};
        const size_t n[HW_DRIFT_ENDS] = {group_size(dr, HW_DRIFT_A, i),
                                         group_size(dr, HW_DRIFT_B, k)};
        hw_sid x = group[HW_DRIFT_A]->key, y = group[HW_DRIFT_B]->key;
        if (x == y && n[HW_DRIFT_A] != n[HW_DRIFT_B] && !pair_again(dr, run, group, n))
            return HW_MEM_OUT;
        i += x <= y ? n[HW_DRIFT_A] : 0;
        k += y <= x ? n[HW_DRIFT_B] : 0;
    }
    return HW_MEM_OK;
}
