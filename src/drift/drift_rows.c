#include "drift/drift_rows.h"

#include <stdlib.h>

#include "base/mem.h"
#include "claims/inliner.h"
#include "claims/route.h"

/* --- what a side says ------------------------------------------------------------------------- */

void hw_drift_route_end(const hw_claims *claims, const hw_route *route, hw_str *why, hw_str *sink)
{
    hw_str all = claims->inputs.at[route->input].text;
    hw_str text = hw_str_sub(all, (size_t)route->at, (size_t)(route->at + route->len));
    size_t flow = hw_str_rfind(text, HW_STR(":   flow: "));
    size_t line = flow == HW_NPOS ? HW_NPOS : hw_str_rchr(hw_str_sub(text, 0, flow), '\n');
    uint64_t cursor = line == HW_NPOS ? 0 : line + 1; /* 0: all steps from the first one on */
    hw_step step;
    *why = *sink = (hw_str){0};
    while (hw_route_step(claims, route, &cursor, &step)) {
        if (step.is_flow) {
            *sink = step.to;
            *why = (hw_str){0};
        } else if (!step.truncated) {
            *why = step.why;
        }
    }
}

static HW_MEM put(hw_drifter *dr, hw_str text, hw_sid *ret)
{
    return hw_strings_put(dr->strings, text, ret);
}

static HW_MEM say_flow(hw_drifter *dr, const hw_claims *c, const hw_claim *claim, hw_said *s)
{
    hw_str why, sink;
    if (claim->route == HW_NONE)
        return HW_MEM_OK;
    hw_drift_route_end(c, &c->routes.at[claim->route], &why, &sink);
    return put(dr, why, &s->why) && put(dr, sink, &s->sink);
}

static HW_MEM say_claim(hw_drifter *dr, hw_drift_end end, const hw_drift_item *item, hw_said *s)
{
    const hw_claims *c = dr->side[end].claims;
    const hw_claim *claim = hw_drift_claim(c, item);
    const hw_values *values = dr->values[end];
    if (!put(dr, hw_claim_text(c, claim), &s->text))
        return HW_MEM_OUT;
    if (item->about != HW_ABOUT_CLAIM)
        return HW_MEM_OK;
    s->claim = item->at;
    if (claim->route != HW_NONE)
        s->function = c->routes.at[claim->route].function;
    if (values) {
        s->weighed = true;
        s->values = values[item->at];
    }
    return !item->heap || say_flow(dr, c, claim, s);
}

static HW_MEM say_decl(hw_drifter *dr, const hw_claims *c, const hw_decl *d, hw_said *s)
{
    hw_str cost, body, reason;
    hw_decl_words(c, d, &cost, &body, &reason);
    hw_buf_clear(&dr->text);
    hw_status ok;
    if (!d->inlinable)
        ok = hw_buf_printf(&dr->text, "cannot inline: %.*s", HW_STR_ARG(reason));
    else if (cost.n)
        ok = hw_buf_printf(&dr->text, "can inline with cost %.*s", HW_STR_ARG(cost));
    else
        ok = hw_buf_str(&dr->text, HW_STR("can inline"));
    return ok == HW_OK && put(dr, hw_buf_view(&dr->text), &s->text);
}

static HW_MEM say_call(hw_drifter *dr, const hw_claims *c, const hw_inlining *call, hw_said *s)
{
    hw_str name = hw_strings_get(c->strings, call->callee);
    hw_buf_clear(&dr->text);
    return hw_buf_str(&dr->text, HW_STR("inlining call to ")) == HW_OK &&
           hw_buf_str(&dr->text, name) == HW_OK && put(dr, hw_buf_view(&dr->text), &s->text);
}

static const hw_place *place_of(const hw_claims *c, const hw_drift_item *item)
{
    switch ((hw_drift_about)item->about) {
    case HW_ABOUT_DECL:
        return &c->decls.at[item->at].place;
    case HW_ABOUT_CALL:
        return &c->inlinings.at[item->at].place;
    case HW_ABOUT_PARAM:
    case HW_ABOUT_CLAIM:
        break;
    }
    return &hw_drift_claim(c, item)->place;
}

/* What a side says with an item. */
static HW_MEM say(hw_drifter *dr, hw_drift_end end, const hw_drift_item *item, hw_said *ret)
{
    const hw_claims *c = dr->side[end].claims;
    const hw_place *p = place_of(c, item);
    *ret = (hw_said){.here = true,
                     .claim = HW_NONE,
                     .file = p->file,
                     .line = p->line,
                     .col = p->col,
                     .count = 1};
    if (item->about == HW_ABOUT_CALL)
        return say_call(dr, c, &c->inlinings.at[item->at], ret);
    if (item->about == HW_ABOUT_DECL) {
        ret->function = c->decls.at[item->at].name;
        return say_decl(dr, c, &c->decls.at[item->at], ret);
    }
    return say_claim(dr, end, item, ret);
}

HW_MEM hw_drifter_add(hw_drifter *dr, hw_drift_kind kind, const hw_drift_item *a,
                      const hw_drift_item *b)
{
    const hw_drift_item *items[HW_DRIFT_ENDS] = {a, b};
    hw_difference row = {.kind = kind, .package = dr->package, .variant = dr->variant};
    hw_sid function = 0;
    for (int end = 0; end < HW_DRIFT_ENDS; end++) {
        if (!items[end])
            continue;
        function = items[end]->function;
        if (!say(dr, (hw_drift_end)end, items[end], &row.said[end]))
            return HW_MEM_OUT;
    }
    return put(dr, hw_strings_get(&dr->keys, function), &row.function) &&
           hw_vec_push(&dr->d->list, row);
}

HW_MEM hw_drifter_add_alone(hw_drifter *dr, hw_drift_kind kind, hw_drift_end end,
                            const hw_drift_item *item)
{
    if (item->made && hw_drift_rows[kind].listed)
        kind = HW_DRIFT_WRAPPER;
    return end == HW_DRIFT_A ? hw_drifter_add(dr, kind, item, NULL)
                             : hw_drifter_add(dr, kind, NULL, item);
}

HW_MEM hw_drifter_keep_alone(hw_drifter *dr, hw_drift_end end, const hw_drift_item *item)
{
    return end == HW_DRIFT_A ? hw_drifter_keep(dr, item, NULL) : hw_drifter_keep(dr, NULL, item);
}

HW_MEM hw_drifter_keep(hw_drifter *dr, const hw_drift_item *a, const hw_drift_item *b)
{
    hw_drift_pair p = {a ? a->at : HW_NONE, b ? b->at : HW_NONE, dr->package, 0};
    const hw_drift_item *item = b ? b : a;
    if (!dr->d->keep_pairs || !item)
        return HW_MEM_OK;
    return put(dr, hw_strings_get(&dr->keys, item->function), &p.function) &&
           hw_vec_push(&dr->d->pairs, p);
}

hw_difference *hw_drifter_last(hw_drifter *dr)
{
    return &dr->d->list.at[dr->d->list.len - 1];
}

/* --- order ------------------------------------------------------------------------------------ */

typedef struct sortable {
    int64_t held, churned, objects;
    hw_str package, variant, function, file, text;
    uint32_t line, col;
    hw_drift_kind kind;
    uint32_t at;
} sortable;

static int by_weight(const void *x, const void *y)
{
    const sortable *a = x, *b = y;
    int c;
    if ((c = HW_CMP(b->held, a->held)) || (c = HW_CMP(b->churned, a->churned)) ||
        (c = HW_CMP(b->objects, a->objects)) || (c = HW_CMP(a->kind, b->kind)) ||
        (c = hw_str_cmp(a->package, b->package)) || (c = hw_str_cmp(a->variant, b->variant)) ||
        (c = hw_str_cmp(a->function, b->function)) || (c = hw_str_cmp(a->file, b->file)) ||
        (c = HW_CMP(a->line, b->line)) || (c = HW_CMP(a->col, b->col)) ||
        (c = hw_str_cmp(a->text, b->text)))
        return c;
    return HW_CMP(a->at, b->at);
}

static sortable sortable_of(const hw_drift *d, size_t i)
{
    const hw_difference *one = &d->list.at[i];
    const hw_said *s = hw_drift_shown(one);
    const hw_values *v = hw_drift_values(one);
    return (sortable){
        .held = v ? v->v[HW_INUSE_SPACE] : 0,
        .churned = v ? hw_values_churned(v) : 0,
        .objects = v ? v->v[HW_ALLOC_OBJECTS] : 0,
        .package = hw_strings_get(d->strings, one->package),
        .variant = hw_strings_get(d->strings, one->variant),
        .function = hw_strings_get(d->strings, one->function),
        .file = hw_strings_get(d->strings, s->file),
        .text = hw_strings_get(d->strings, s->text),
        .line = s->line,
        .col = s->col,
        .kind = one->kind,
        .at = (uint32_t)i,
    };
}

HW_MEM hw_drift_order(hw_drift *d)
{
    size_t n = d->list.len;
    if (n == 0)
        return HW_MEM_OK;
    sortable *order = hw_mem_alloc(n, sizeof *order);
    hw_difference *list = hw_mem_alloc(n, sizeof *list);
    hw_mem ok = order && list;
    for (size_t i = 0; ok && i < n; i++)
        order[i] = sortable_of(d, i);
    if (ok)
        qsort(order, n, sizeof *order, by_weight);
    for (size_t i = 0; ok && i < n; i++)
        list[i] = d->list.at[order[i].at];
    for (size_t i = 0; ok && i < n; i++)
        d->list.at[i] = list[i];
    hw_mem_free(order);
    hw_mem_free(list);
    return ok;
}
