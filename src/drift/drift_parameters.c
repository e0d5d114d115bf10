#include "drift/drift_parameters.h"

#include <stdlib.h>

#include "drift/drift_form.h"
#include "drift/drift_rows.h"

/* How far a parameter leaks, from what is said of it. */
static unsigned reach(const hw_claims *claims, const hw_claim *c)
{
    switch ((hw_message_class)c->class) {
    case HW_CLASS_LEAK:
        return 4; /* itself */
    case HW_CLASS_LEAK_CONTENT:
        return 3; /* what it points to */
    case HW_CLASS_LEAK_RESULT:
        return hw_str_ends(hw_claim_text(claims, c), HW_STR(" level=0")) ? 2 : 1;
    default:
        return 0;
    }
}

static int by_text(const void *x, const void *y)
{
    return hw_str_cmp(((const hw_drift_fact *)x)->text, ((const hw_drift_fact *)y)->text);
}

/* Collects the sentences of one parameter, each once. It can leak to several results, and instances
 * of a generic function say the same. */
static HW_MEM collect_facts(hw_drifter *dr, hw_drift_end end, const hw_drift_parameter *p)
{
    const hw_claims *c = dr->side[end].claims;
    dr->facts.len = 0;
    for (size_t i = 0; i < p->n; i++) {
        const hw_claim *leak = hw_drift_claim(c, &p->at[i]);
        hw_drift_fact fact = {hw_claim_text(c, leak), leak->expr_at,
                              (size_t)leak->expr_at + leak->expr_len};
        if (!hw_vec_push(&dr->facts, fact))
            return HW_MEM_OUT;
    }
    qsort(dr->facts.at, dr->facts.len, sizeof *dr->facts.at, by_text);
    size_t kept = 1;
    for (size_t i = 1; i < dr->facts.len; i++)
        if (!hw_str_eq(dr->facts.at[i].text, dr->facts.at[kept - 1].text))
            dr->facts.at[kept++] = dr->facts.at[i];
    dr->facts.len = kept;
    return HW_MEM_OK;
}

/* All of them in one text, without the parameter's name. */
static HW_MEM put_form(hw_drifter *dr, hw_sid *ret)
{
    hw_buf_clear(&dr->text);
    for (size_t i = 0; i < dr->facts.len; i++) {
        const hw_drift_fact *f = &dr->facts.at[i];
        if (hw_buf_str(&dr->text, hw_str_sub(f->text, 0, f->name_at)) != HW_OK ||
            hw_form_expr(hw_str_from(f->text, f->name_end), &dr->text) != HW_OK ||
            hw_buf_add(&dr->text, "\n", 1) != HW_OK)
            return HW_MEM_OUT;
    }
    return hw_strings_put(&dr->keys, hw_buf_view(&dr->text), ret);
}

static HW_MEM put_words(hw_drifter *dr, hw_sid *ret)
{
    hw_buf_clear(&dr->text);
    for (size_t i = 0; i < dr->facts.len; i++)
        if ((i && hw_buf_str(&dr->text, HW_STR("; ")) != HW_OK) ||
            hw_buf_str(&dr->text, dr->facts.at[i].text) != HW_OK)
            return HW_MEM_OUT;
    return hw_strings_put(dr->strings, hw_buf_view(&dr->text), ret);
}

/* Fills `parameters`, and `heads` with the first item of each. */
static HW_MEM collect_parameters(hw_drifter *dr, hw_drift_end end, const hw_drift_run *run)
{
    const hw_claims *c = dr->side[end].claims;
    dr->parameters[end].len = dr->heads[end].len = 0;
    for (size_t i = 0; i < run->n;) {
        hw_drift_parameter p = {.at = &run->at[i], .n = 1};
        while (i + p.n < run->n && p.at[p.n].key == p.at->key && p.at[p.n].line == p.at->line &&
               p.at[p.n].col == p.at->col && p.at[p.n].file == p.at->file)
            p.n++;
        for (size_t k = 0; k < p.n; k++) {
            unsigned r = reach(c, hw_drift_claim(c, &p.at[k]));
            p.reach = r > p.reach ? r : p.reach;
        }
        i += p.n;
        if (!collect_facts(dr, end, &p) || !put_form(dr, &p.form) || !put_words(dr, &p.words) ||
            !hw_vec_push(&dr->parameters[end], p) || !hw_vec_push(&dr->heads[end], *p.at))
            return HW_MEM_OUT;
    }
    return HW_MEM_OK;
}

/* Either may be missing: without pointers in its type a parameter has no line. */
static HW_MEM compare_parameters(hw_drifter *dr, const hw_drift_parameter *a,
                                 const hw_drift_parameter *b)
{
    unsigned before = a ? a->reach : 0, after = b ? b->reach : 0;
    hw_drift_kind kind = after > before   ? HW_DRIFT_LEAKS_MORE
                         : after < before ? HW_DRIFT_LEAKS_LESS
                                          : HW_DRIFT_LEAKS_OTHERWISE;
    if (before == after && (!a || !b || a->form == b->form))
        return HW_MEM_OK;
    if (!hw_drifter_add(dr, kind, a ? a->at : NULL, b ? b->at : NULL))
        return HW_MEM_OUT;
    if (a)
        hw_drifter_last(dr)->said[HW_DRIFT_A].text = a->words;
    if (b)
        hw_drifter_last(dr)->said[HW_DRIFT_B].text = b->words;
    return HW_MEM_OK;
}

static size_t next_parameter(const hw_drifter *dr, hw_drift_end end, size_t i)
{
    while (i < dr->heads[end].len && dr->partner[end].at[i] != HW_NONE)
        i++;
    return i;
}

/* Compares parameters whose name is on one side only: they were renamed where as many are left on
 * both. */
static HW_MEM compare_renamed(hw_drifter *dr)
{
    size_t left[HW_DRIFT_ENDS] = {0};
    for (int end = 0; end < HW_DRIFT_ENDS; end++)
        for (size_t i = 0; (i = next_parameter(dr, (hw_drift_end)end, i)) < dr->heads[end].len; i++)
            left[end]++;
    bool renamed = left[HW_DRIFT_A] == left[HW_DRIFT_B];
    size_t i = next_parameter(dr, HW_DRIFT_A, 0), k = next_parameter(dr, HW_DRIFT_B, 0);
    while (i < dr->heads[HW_DRIFT_A].len || k < dr->heads[HW_DRIFT_B].len) {
        const hw_drift_parameter *a = NULL, *b = NULL;
        if (i < dr->heads[HW_DRIFT_A].len)
            a = &dr->parameters[HW_DRIFT_A].at[i];
        if (k < dr->heads[HW_DRIFT_B].len && (renamed || !a))
            b = &dr->parameters[HW_DRIFT_B].at[k];
        if (!compare_parameters(dr, a, b))
            return HW_MEM_OUT;
        i = a ? next_parameter(dr, HW_DRIFT_A, i + 1) : i;
        k = b ? next_parameter(dr, HW_DRIFT_B, k + 1) : k;
    }
    return HW_MEM_OK;
}

HW_MEM hw_drift_parameters(hw_drifter *dr, const hw_drift_run run[HW_DRIFT_ENDS])
{
    hw_drift_run heads[HW_DRIFT_ENDS];
    for (int end = 0; end < HW_DRIFT_ENDS; end++) {
        if (!collect_parameters(dr, (hw_drift_end)end, &run[end]))
            return HW_MEM_OUT;
        heads[end] = (hw_drift_run){dr->heads[end].at, dr->heads[end].len};
    }
    if (!hw_drifter_align(dr, heads))
        return HW_MEM_OUT;
    for (size_t i = 0; i < heads[HW_DRIFT_A].n; i++) {
        uint32_t k = dr->partner[HW_DRIFT_A].at[i];
        if (k != HW_NONE && !compare_parameters(dr, &dr->parameters[HW_DRIFT_A].at[i],
                                                &dr->parameters[HW_DRIFT_B].at[k]))
            return HW_MEM_OUT;
    }
    return compare_renamed(dr);
}
