#include "diag_check.h"
#include "claims/route.h"

#include <stdio.h>
#include <stdlib.h>

#include "go/reason.h"
#include "must.h"

static bool within(hw_str part, hw_str text)
{
    return part.n == 0 || (part.p >= text.p && part.p + part.n <= text.p + text.n);
}

static void check_steps(const hw_claims *c, const hw_route *r)
{
    hw_str text = c->inputs.at[r->input].text;
    uint64_t cursor = 0;
    hw_step s;
    MUST(r->at <= text.n && r->len <= text.n - r->at);
    MUST(r->function < c->strings->list.len);
    while (hw_route_step(c, r, &cursor, &s)) {
        MUST(cursor <= r->len);
        MUST(within(s.to, text) && within(s.op, text) && within(s.of, text));
        MUST(within(s.from, text) && within(s.why, text) && within(s.file, text));
    }
}

static void check_place(const hw_claims *c, const hw_place *p)
{
    MUST(p->block < c->blocks.len && p->file < c->strings->list.len && p->col < 255);
}

/* Counts the claim's routes, so that each is seen to belong to one claim at most. */
static size_t check_claim(const hw_claims *c, const hw_claim *k)
{
    size_t routes = 0;
    check_place(c, &k->place);
    hw_str text = c->inputs.at[c->blocks.at[k->place.block].input].text;
    MUST(k->at <= text.n && k->len <= text.n - k->at);
    MUST(k->expr_at <= k->len && k->expr_len <= k->len - k->expr_at);
    MUST(k->class < HW_CLASS_COUNT && k->kind < HW_KIND_COUNT);
    for (uint32_t r = k->route; r != HW_NONE; r = c->routes.at[r].next) {
        MUST(r < c->routes.len && routes++ < c->routes.len);
        check_steps(c, &c->routes.at[r]);
    }
    return routes;
}

static void check_counts(const hw_claims *c)
{
    uint64_t sum = 0, lines = 0, reasons = 0, from = 0;
    for (unsigned s = 0; s < HW_CLASS_COUNT; s++)
        for (unsigned f = 0; f < HW_POS_FORMS; f++)
            sum += c->by_class[s][f];
    for (unsigned f = 0; f < HW_POS_FORMS; f++)
        from += c->by_class[HW_CLASS_FROM][f];
    for (unsigned r = 0; r < HW_REASON_COUNT; r++)
        reasons += c->reasons[r];
    for (size_t i = 0; i < c->inputs.len; i++)
        lines += c->inputs.at[i].lines;
    MUST(sum == c->log_lines && lines == c->lines + c->json.lines && c->log_lines <= c->lines &&
         reasons == from);
    MUST(c->not_understood.len == c->by_class[HW_CLASS_NOT_UNDERSTOOD][HW_POS_PLAIN]);
}

void hw_check_claims(const hw_claims *c)
{
    size_t routes = 0;
    check_counts(c);
    for (size_t i = 0; i < c->list.len; i++)
        routes += check_claim(c, &c->list.at[i]);
    for (size_t i = 0; i < c->leaks.len; i++)
        MUST(check_claim(c, &c->leaks.at[i]) == 0);
    MUST(routes <= c->routes.len);
    for (size_t i = 0; i < c->routes.len; i++)
        check_steps(c, &c->routes.at[i]);
    for (size_t i = 0; i < c->inlinings.len; i++)
        check_place(c, &c->inlinings.at[i].place);
    for (size_t i = 0; i < c->decls.len; i++)
        check_place(c, &c->decls.at[i].place);
    for (size_t i = 0; i < c->hints.len; i++)
        check_place(c, &c->hints.at[i].place);
    for (size_t i = 0; i < c->not_understood.len; i++) {
        const hw_line_ref *l = &c->not_understood.at[i];
        size_t n = c->inputs.at[l->input].text.n;
        MUST(l->at <= n && l->len <= n - l->at && l->line >= 1);
    }
}
