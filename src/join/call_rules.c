#include "join/call_rules.h"

#include "claims/same_text.h"
#include "go/function_name.h"

/* ---- rule 4: inlining positions ---- */

/* The claim is printed at the call, and yet is of the caller's statement. */
static bool callers_own(const hw_join_input *in, const hw_claim *c)
{
    if (in->world.go.max <= 19)
        return true; /* 1.19 prints the arguments' conversions at the call's parenthesis */
    bool old = in->world.go.min <= 20; /* &T{…} lost the frames of what was inlined */
    return (old && hw_str_ends(hw_claim_expr(in->claims, c), HW_STR("}"))) ||
           hw_kind_has((hw_kind)c->kind, HW_TRAIT_CALLER) || (c->flags & HW_CLAIM_RESULT);
}

/* The function that was inlined into the site's physical function; NULL when there is none. */
static const hw_frame *inlined_there(const hw_join_input *in, const hw_site *s)
{
    size_t n;
    const hw_frame *f = hw_site_inlined(in->profile, s, &n);
    return n ? &f[n - 1] : NULL;
}

typedef struct position {
    bool inlining; /* some call is inlined there */
    bool of_site;  /* … and it is the one of the site */
} position;

/* The text form leaves out the runtime's frames up to the first other one, also those of functions
 * that were inlined into that. */
static bool leaves_no_frame(const hw_join_input *in, hw_str callee)
{
    for (size_t i = 0; i < in->profile->inputs.len; i++)
        if (in->profile->inputs.at[i].text && hw_input_counts(&in->profile->inputs.at[i]))
            return hw_str_starts(callee, HW_STR("runtime."));
    return false;
}

static position position_of(const hw_join_input *in, const hw_site_view *s, const hw_place *p)
{
    position r = {false, false};
    hw_sid of = s->inlined ? hw_frame_function(in->profile, s->inlined)->name : 0;
    hw_str name = hw_strings_get(in->profile->strings, of);
    hw_item_run run = hw_lines_run(&in->lines->inlining, s->lines->line);
    for (size_t i = 0; i < run.n; i++) {
        const hw_inlining *call = &in->claims->inlinings.at[run.at[i]];
        if (call->place.block != p->block || call->place.col != p->col)
            continue;
        hw_str callee = hw_strings_get(in->profile->strings, call->callee);
        r.inlining |= !leaves_no_frame(in, callee);
        r.of_site |= s->inlined && hw_same_function(name, callee);
    }
    return r;
}

static bool position_speaks(const hw_join_input *in, const hw_site_view *s, const hw_claim *c)
{
    if (c->place.col == 0 || !in->inlining_known)
        return true;
    position p = position_of(in, s, &c->place);
    return s->inlined ? p.of_site : !p.inlining || callers_own(in, c);
}

/* ---- rule 5: the stand-alone copy of the callee ---- */

static hw_own copy_speaks(const hw_join_input *in, const hw_site_view *s, const hw_claim *c)
{
    hw_item_run run = hw_lines_run(&in->lines->claim, s->lines->inner_line);
    hw_own best = HW_OWN_NO;
    if (s->lines->inner.name.closure || !in->inlining_known ||
        !hw_join_diagnosed(in, &s->lines->inner))
        return HW_OWN_YES;
    for (size_t i = 0; i < run.n && i < in->max_candidates && best != HW_OWN_YES; i++) {
        const hw_claim *t = &in->claims->list.at[run.at[i]];
        if (!hw_join_block_speaks(in, &s->lines->inner, t->place.block) ||
            (t->kind == HW_KIND_MOVED) != (c->kind == HW_KIND_MOVED))
            continue;
        if (hw_same_claim_text(hw_claim_expr(in->claims, c), hw_claim_expr(in->claims, t)))
            best = HW_OWN_YES;
        else if (t->kind == c->kind)
            best = HW_OWN_MAYBE; /* a constant may have been propagated into the copy */
    }
    return best;
}

hw_site_view hw_site_view_of(const hw_join_input *in, uint32_t site)
{
    const hw_site *s = &in->sites->list.at[site];
    hw_site_view view = {.site = s,
                         .lines = &in->site_lines[site],
                         .inlined = inlined_there(in, s),
                         .sizes = hw_join_sizes(in, s)};
    if (s->function != HW_NONE) {
        hw_sid name = in->profile->functions.at[s->function].name;
        view.name = hw_strings_get(in->profile->strings, name);
    }
    return view;
}

/* Rules 4 and 5: whether the claim belongs to the site's call, as far as a text log tells. */
static hw_own text_speaks(const hw_join_input *in, const hw_site_view *s, const hw_claim *c)
{
    if (!position_speaks(in, s, c))
        return HW_OWN_NO;
    if (!s->inlined)
        return HW_OWN_YES;
    hw_own copy = copy_speaks(in, s, c);
    return !in->inlining_known && copy == HW_OWN_YES ? HW_OWN_MAYBE : copy;
}

/* ---- lost frames: a make that is fused with a copy, up to Go 1.25 ---- */

/* How many calls of a run are inlined at a place; with a name, of that function. */
static size_t calls_at(const hw_join_input *in, hw_item_run run, const hw_place *p, hw_str function)
{
    size_t n = 0;
    for (size_t i = 0; i < run.n; i++) {
        const hw_inlining *call = &in->claims->inlinings.at[run.at[i]];
        n += call->place.block == p->block && call->place.col == p->col &&
             (function.n == 0 ||
              hw_same_function(function, hw_strings_get(in->profile->strings, call->callee)));
    }
    return n;
}

/* The claim of the stand-alone copy stands at an inlined call itself. A log of some packages may
 * not have the copy: then more calls are inlined where the claim stands than the stack has. */
static bool copy_is_inlined(const hw_join_input *in, const hw_site_view *s, const hw_claim *c)
{
    const hw_str any = {0};
    hw_item_run claims = hw_lines_run(&in->lines->claim, s->lines->inner_line);
    hw_item_run calls = hw_lines_run(&in->lines->inlining, s->lines->inner_line);
    size_t known;
    hw_site_inlined(in->profile, s->site, &known);
    if (!hw_join_diagnosed(in, &s->lines->inner))
        return calls_at(in, hw_lines_run(&in->lines->inlining, s->lines->line), &c->place, any) >
               known;
    if (calls.n > in->max_candidates)
        calls.n = in->max_candidates;
    for (size_t i = 0; i < claims.n && i < in->max_candidates; i++) {
        const hw_claim *t = &in->claims->list.at[claims.at[i]];
        if (hw_same_claim_text(hw_claim_expr(in->claims, c), hw_claim_expr(in->claims, t)) &&
            calls_at(in, calls, &t->place, any) > 0)
            return true;
    }
    return false;
}

/* The claim may be of a call whose frame the profiler lost. The program tells the call; without it,
 * something on the line that has no claim may be meant as well. */
static hw_own lost_speaks(const hw_join_input *in, const hw_site_view *s, const hw_claim *c,
                          hw_chain_fit fit)
{
    const hw_allocation_call *call = &s->site->allocation;
    if (in->world.go.min > 25 || call->callee || !hw_own_fusible_make(in->claims, c))
        return HW_OWN_NO;
    if (fit != HW_CHAIN_UNKNOWN) {
        if (fit != HW_CHAIN_NEXT)
            return HW_OWN_NO;
        return call->lost ? HW_OWN_YES : HW_OWN_MAYBE;
    }
    position p = position_of(in, s, &c->place);
    hw_item_run calls = hw_lines_run(&in->lines->inlining, s->lines->line);
    hw_str lost = hw_strings_get(in->profile->strings, call->lost);
    if (!p.inlining || (s->inlined && !p.of_site) ||
        (call->lost && calls_at(in, calls, &c->place, lost) == 0))
        return HW_OWN_NO;
    return call->lost ? HW_OWN_YES : HW_OWN_MAYBE;
}

/* Rule 6: the same by the chain. Where the chain is known nothing is guessed. */
static hw_own chain_speaks(const hw_join_input *in, const hw_claim *c, hw_chain_fit fit)
{
    bool inner = fit == HW_CHAIN_INNER || fit == HW_CHAIN_NEXT;
    return fit == HW_CHAIN_SAME || (inner && callers_own(in, c)) ? HW_OWN_YES : HW_OWN_NO;
}

hw_own hw_call_speaks(const hw_join_input *in, const hw_site_view *s, const hw_claim *c,
                      bool *by_chain)
{
    hw_chain_fit fit = hw_chain_compare(in->profile, s->site, in->claims, c);
    *by_chain = fit != HW_CHAIN_UNKNOWN;
    hw_own lost = lost_speaks(in, s, c, fit);
    if (s->site->allocation.lost)
        return lost;
    hw_own own = *by_chain ? chain_speaks(in, c, fit) : text_speaks(in, s, c);
    if (own == HW_OWN_YES && lost == HW_OWN_MAYBE && !*by_chain && s->inlined &&
        copy_is_inlined(in, s, c))
        return HW_OWN_MAYBE;
    return own > lost ? own : lost;
}

bool hw_call_accounted_for(const hw_join_input *in, const hw_site_view *s, hw_item_run run,
                           const hw_claim *c)
{
    hw_str text = hw_claim_expr(in->claims, c);
    size_t heap = 0, copies = 0;
    for (size_t i = 0; i < run.n && i < in->max_candidates; i++) {
        const hw_claim *o = &in->claims->list.at[run.at[i]];
        heap += o->place.block == c->place.block && o->place.col == c->place.col &&
                hw_chain_compare(in->profile, s->site, in->claims, o) == HW_CHAIN_SAME &&
                hw_str_eq(hw_claim_expr(in->claims, o), text);
    }
    if (heap == 0 || s->lines->inner.name.closure || !hw_join_diagnosed(in, &s->lines->inner))
        return false;
    hw_item_run inner = hw_lines_run(&in->lines->claim, s->lines->inner_line);
    for (size_t i = 0; i < inner.n && i < in->max_candidates; i++) {
        const hw_claim *t = &in->claims->list.at[inner.at[i]];
        copies += hw_join_block_speaks(in, &s->lines->inner, t->place.block) &&
                  hw_same_claim_text(text, hw_claim_expr(in->claims, t));
    }
    return copies <= heap;
}

/* The column of the stand-alone copy's claim of that text; of several the rightmost. */
static uint32_t copy_column(const hw_join_input *in, const hw_site_view *s, const hw_claim *c)
{
    hw_item_run run = hw_lines_run(&in->lines->claim, s->lines->inner_line);
    uint32_t column = 0;
    for (size_t i = 0; i < run.n && i < in->max_candidates; i++) {
        const hw_claim *t = &in->claims->list.at[run.at[i]];
        if (!hw_join_block_speaks(in, &s->lines->inner, t->place.block) ||
            !hw_same_claim_text(hw_claim_expr(in->claims, c), hw_claim_expr(in->claims, t)))
            continue;
        if (t->place.col == 0)
            return 0;
        column = t->place.col > column ? t->place.col : column;
    }
    return column;
}

uint32_t hw_call_column(const hw_join_input *in, const hw_site_view *s, const hw_claim *c)
{
    const hw_chain_frame *chain;
    size_t n;
    if (hw_claim_chain(in->claims, c, &chain, &n))
        return n ? chain[n - 1].col : c->place.col;
    return s->inlined ? copy_column(in, s, c) : c->place.col;
}

/* What is inlined is printed for the stand-alone copy too. Where that has no hint of the kind at
 * the innermost line, the hint belongs to another line of the callee. */
static bool hint_has_copy(const hw_join_input *in, const hw_site_view *s, const hw_hint *h)
{
    if (s->lines->inner.name.closure || !hw_join_diagnosed(in, &s->lines->inner))
        return true;
    hw_item_run run = hw_lines_run(&in->lines->hint, s->lines->inner_line);
    for (size_t i = 0; i < run.n; i++) {
        const hw_hint *t = &in->claims->hints.at[run.at[i]];
        if (t->kind == h->kind && hw_join_block_speaks(in, &s->lines->inner, t->place.block))
            return true;
    }
    return false;
}

bool hw_call_hint_speaks(const hw_join_input *in, const hw_site_view *s, const hw_hint *h)
{
    if (!in->inlining_known)
        return true;
    if (h->place.col) {
        position p = position_of(in, s, &h->place);
        if (s->inlined ? !p.of_site : p.inlining)
            return false;
    }
    return !s->inlined || hint_has_copy(in, s, h);
}

bool hw_call_is_inlined(const hw_join_input *in, uint32_t site, const hw_claim *c)
{
    hw_item_run calls = hw_lines_run(&in->lines->inlining, in->site_lines[site].line);
    return calls_at(in, calls, &c->place, (hw_str){0}) > 0;
}

/* ---- the function that was compiled ---- */

/* One is a closure in the other: "F.func1" and "F". */
static bool is_closure_of(hw_str name, hw_str outer)
{
    return hw_str_cut_prefix(&name, outer) &&
           (hw_str_starts(name, HW_STR(".func")) || hw_str_starts(name, HW_STR("-range")));
}

/* From Go 1.25 on an explanation names the function. */
static bool said_of_other(const hw_join_input *in, hw_str tail, const hw_claim *c)
{
    hw_sid function = c->route == HW_NONE ? 0 : in->claims->routes.at[c->route].function;
    hw_str name = hw_strings_get(in->claims->strings, function);
    bool sibling = !hw_str_eq(name, tail) &&
                   hw_str_eq(hw_function_outer(name), hw_function_outer(tail)) &&
                   hw_function_outer(name).n < name.n;
    return function && (sibling || is_closure_of(name, tail) || is_closure_of(tail, name));
}

/* The claim stands right of a func literal that has no line of its own in the log: with -m alone a
 * closure that cannot be inlined has none. */
static bool behind_literal(const hw_join_input *in, uint32_t line, const hw_claim *c)
{
    hw_item_run run = hw_lines_run(&in->lines->claim, line);
    bool behind = false;
    for (size_t i = 0; i < run.n && i < in->max_candidates && !behind; i++) {
        const hw_claim *o = &in->claims->list.at[run.at[i]];
        behind = o->kind == HW_KIND_CLOSURE && o->place.col && o->place.col < c->place.col;
    }
    return behind;
}

/* Of the claims on the line of a closure that begins there: what stands left of it is not in it,
 * and what stands right of it may be. */
static hw_own beside_closure(const hw_join_input *in, hw_str tail, const hw_claim *c)
{
    enum { LOOKED_AT_MAX = 16 };
    const hw_enclosing *o = in->captures->enclosing;
    hw_place end = c->place;
    end.col = UINT32_MAX;
    const hw_decl *d = c->place.col ? hw_enclosing_before(o, &end) : NULL;
    /* That of a package variable is all that its line has, as a rule. */
    bool closure = hw_str_has(tail, HW_STR(".func")) && !hw_str_starts(tail, HW_STR("init.")) &&
                   !hw_str_starts(tail, HW_STR("glob."));
    hw_own own = HW_OWN_YES;
    for (int n = 0; d && n < LOOKED_AT_MAX && d->place.line == c->place.line; n++) {
        hw_str name = hw_strings_get(in->claims->strings, d->name);
        bool its = hw_str_eq(name, tail);
        if (d->place.col == 0)
            break;
        if (its && c->place.col <= d->place.col)
            return HW_OWN_NO;
        if (c->place.col > d->place.col && (its ? closure : is_closure_of(name, tail)))
            own = HW_OWN_MAYBE;
        end.col = d->place.col - 1;
        d = hw_enclosing_before(o, &end);
    }
    return own;
}

/* Another instance of the same generic function: both names have their shapes. */
static bool is_other_instance(const hw_join_input *in, hw_str tail, const hw_claim *c)
{
    static const hw_str shape = {"[go.shape.", 10};
    hw_sid function = c->route == HW_NONE ? 0 : in->claims->routes.at[c->route].function;
    hw_str name = hw_strings_get(in->claims->strings, function);
    size_t open = hw_str_find(name, shape);
    return open != HW_NPOS && open == hw_str_find(tail, shape) &&
           hw_str_eq(hw_str_sub(name, 0, open), hw_str_sub(tail, 0, open)) &&
           !hw_str_eq(name, tail);
}

hw_own hw_call_in_function(const hw_join_input *in, const hw_site_view *s, const hw_claim *c)
{
    hw_str tail = hw_func_parse(s->name).tail;
    if (s->site->where.name.generic)
        return is_other_instance(in, tail, c) ? HW_OWN_NO : HW_OWN_YES;
    if (tail.n == 0)
        return HW_OWN_YES;
    if (c->route != HW_NONE && in->claims->routes.at[c->route].function)
        return said_of_other(in, tail, c) ? HW_OWN_NO : HW_OWN_YES;
    if (s->inlined)
        return HW_OWN_YES;
    hw_own own = beside_closure(in, tail, c);
    bool unsaid = own == HW_OWN_YES && !hw_join_explained(in) && !hw_str_has(tail, HW_STR(".func"));
    return unsaid && behind_literal(in, s->lines->line, c) ? HW_OWN_MAYBE : own;
}
