#include "verdict/call_rules.h"

#include "claims/same_text.h"

/* ---- rule 4: inlining positions ---- */

/* What belongs to the caller's statement though it is printed at the call. */
static bool callers_own(const hw_join *j, const hw_claim *c)
{
    if (j->world.go.max <= 19)
        return true; /* 1.19 prints the arguments' conversions at the call's parenthesis */
    return hw_kind_has((hw_kind)c->kind, HW_TRAIT_CALLER) || (c->flags & HW_CLAIM_RESULT) ||
           hw_str_ends(hw_claim_expr(j->claims, c), HW_STR("}"));
}

/* The function that was inlined into the site's physical function; NULL when there is none. */
static const hw_frame *inlined_there(const hw_join *j, const hw_site *s)
{
    size_t n;
    const hw_frame *f = hw_site_inlined(j->profile, s, &n);
    return n ? &f[n - 1] : NULL;
}

typedef struct position {
    bool inlining; /* some call is inlined there */
    bool of_site;  /* … and it is the one of the site */
} position;

static position position_of(const hw_join *j, const hw_site_view *s, const hw_place *p)
{
    position r = {false, false};
    hw_item_run run = hw_lines_run(&j->lines->inlining, s->of->line);
    for (size_t i = 0; i < run.n; i++) {
        const hw_inlining *call = &j->claims->inlinings.at[run.at[i]];
        if (call->place.block != p->block || call->place.col != p->col)
            continue;
        r.inlining = true;
        if (s->inlined && hw_same_function(hw_strings_get(j->profile->strings,
                                                          hw_join_function(j, s->inlined)->name),
                                           hw_strings_get(j->profile->strings, call->callee)))
            r.of_site = true;
    }
    return r;
}

static bool position_speaks(const hw_join *j, const hw_site_view *s, const hw_claim *c)
{
    if (c->place.col == 0 || !j->inlining_known)
        return true;
    position p = position_of(j, s, &c->place);
    return s->inlined ? p.of_site : !p.inlining || callers_own(j, c);
}

/* ---- rule 5: twins ---- */

static hw_own twin_speaks(const hw_join *j, const hw_site_view *s, const hw_claim *c)
{
    hw_item_run run = hw_lines_run(&j->lines->claim, s->of->inner);
    hw_own best = HW_OWN_NO;
    if (s->inner.name.closure || !j->inlining_known || !hw_join_diagnosed(j, &s->inner))
        return HW_OWN_YES;
    for (size_t i = 0; i < run.n && i < j->max_candidates && best != HW_OWN_YES; i++) {
        const hw_claim *t = &j->claims->list.at[run.at[i]];
        if (!hw_join_block_speaks(j, &s->inner, t->place.block) ||
            (t->kind == HW_KIND_MOVED) != (c->kind == HW_KIND_MOVED))
            continue;
        if (hw_same_claim_text(hw_claim_expr(j->claims, c), hw_claim_expr(j->claims, t)))
            best = HW_OWN_YES;
        else if (t->kind == c->kind)
            best = HW_OWN_MAYBE; /* a constant may have been propagated into the copy */
    }
    return best;
}

bool hw_site_view_make(const hw_join *j, const hw_site_verdict *k, hw_site_view *ret)
{
    const hw_site *s = &j->sites->list.at[k->site];
    size_t n;
    const hw_frame *frames = hw_site_inlined(j->profile, s, &n);
    *ret = (hw_site_view){
        .site = s, .of = k, .inlined = inlined_there(j, s), .sizes = hw_join_sizes(j, s)};
    if (s->function != HW_NONE)
        ret->name = hw_strings_get(j->profile->strings, j->profile->functions.at[s->function].name);
    return !n || hw_where_frame(j->where, hw_join_function(j, &frames[0]), &ret->inner);
}

/* Rules 4 and 5: whether the claim belongs to the site's call, by what text says. */
static hw_own text_speaks(const hw_join *j, const hw_site_view *s, const hw_claim *c)
{
    if (!position_speaks(j, s, c))
        return HW_OWN_NO;
    if (!s->inlined)
        return HW_OWN_YES;
    hw_own twin = twin_speaks(j, s, c);
    return !j->inlining_known && twin == HW_OWN_YES ? HW_OWN_MAYBE : twin;
}

/* Rule 6: the same by the chain, where it is known, which leaves nothing to guess. */
static hw_own chain_speaks(const hw_join *j, const hw_claim *c, hw_chain_fit fit)
{
    return fit == HW_CHAIN_SAME || (fit == HW_CHAIN_INNER && callers_own(j, c)) ? HW_OWN_YES
                                                                                : HW_OWN_NO;
}

hw_own hw_call_speaks(const hw_join *j, const hw_site_view *s, const hw_claim *c, bool *by_chain)
{
    hw_chain_fit fit = hw_chain_compare(j->profile, s->site, j->claims, c);
    *by_chain = fit != HW_CHAIN_UNKNOWN;
    return *by_chain ? chain_speaks(j, c, fit) : text_speaks(j, s, c);
}

bool hw_call_accounted_for(const hw_join *j, const hw_site_view *s, hw_item_run run,
                           const hw_claim *c)
{
    hw_str text = hw_claim_expr(j->claims, c);
    size_t heap = 0, twins = 0;
    for (size_t i = 0; i < run.n && i < j->max_candidates; i++) {
        const hw_claim *o = &j->claims->list.at[run.at[i]];
        heap += o->place.block == c->place.block && o->place.col == c->place.col &&
                hw_chain_compare(j->profile, s->site, j->claims, o) == HW_CHAIN_SAME &&
                hw_str_eq(hw_claim_expr(j->claims, o), text);
    }
    if (heap == 0 || s->inner.name.closure || !hw_join_diagnosed(j, &s->inner))
        return false;
    hw_item_run inner = hw_lines_run(&j->lines->claim, s->of->inner);
    for (size_t i = 0; i < inner.n && i < j->max_candidates; i++) {
        const hw_claim *t = &j->claims->list.at[inner.at[i]];
        twins += hw_join_block_speaks(j, &s->inner, t->place.block) &&
                 hw_same_claim_text(text, hw_claim_expr(j->claims, t));
    }
    return twins <= heap;
}

/* The rightmost of the stand-alone copy's claims of that text. */
static uint32_t twin_column(const hw_join *j, const hw_site_view *s, const hw_claim *c)
{
    hw_item_run run = hw_lines_run(&j->lines->claim, s->of->inner);
    uint32_t column = 0;
    for (size_t i = 0; i < run.n && i < j->max_candidates; i++) {
        const hw_claim *t = &j->claims->list.at[run.at[i]];
        if (!hw_join_block_speaks(j, &s->inner, t->place.block) ||
            !hw_same_claim_text(hw_claim_expr(j->claims, c), hw_claim_expr(j->claims, t)))
            continue;
        if (t->place.col == 0)
            return 0;
        column = t->place.col > column ? t->place.col : column;
    }
    return column;
}

uint32_t hw_call_column(const hw_join *j, const hw_site_view *s, const hw_claim *c)
{
    const hw_chain_frame *chain;
    size_t n;
    if (hw_claim_chain(j->claims, c, &chain, &n))
        return n ? chain[n - 1].col : c->place.col;
    return s->inlined ? twin_column(j, s, c) : c->place.col;
}

/* What is inlined is printed for the stand-alone copy too: a hint whose kind the innermost line
 * does not have there belongs to another line of the callee. */
static bool hint_has_twin(const hw_join *j, const hw_site_view *s, const hw_hint *h)
{
    if (s->inner.name.closure || !hw_join_diagnosed(j, &s->inner))
        return true;
    hw_item_run run = hw_lines_run(&j->lines->hint, s->of->inner);
    for (size_t i = 0; i < run.n; i++) {
        const hw_hint *t = &j->claims->hints.at[run.at[i]];
        if (t->kind == h->kind && hw_join_block_speaks(j, &s->inner, t->place.block))
            return true;
    }
    return false;
}

bool hw_call_hint_speaks(const hw_join *j, const hw_site_view *s, const hw_hint *h)
{
    if (!j->inlining_known)
        return true;
    if (h->place.col) {
        position p = position_of(j, s, &h->place);
        if (s->inlined ? !p.of_site : p.inlining)
            return false;
    }
    return !s->inlined || hint_has_twin(j, s, h);
}
