#include "join/join.h"

#include "join/call_rules.h"
#include "join/own_call.h"

bool hw_join_may_be_copy(const hw_join_input *in, const hw_frame_where *w)
{
    return w->name.closure && !w->name.generic && !w->compiled && !in->copies_by_name &&
           in->world.go.max >= 27;
}

/* ---- generic functions: claims that name another instance do not count ---- */

/* Whether every go.shape.… of the text is a type argument of the function. *names: there is one. */
static bool shapes_fit(hw_str text, hw_str function, bool *names)
{
    static const hw_str mark = {"go.shape.", 9};
    *names = false;
    for (size_t at; (at = hw_str_find(text, mark)) != HW_NPOS;) {
        size_t depth = 0, end = at;
        *names = true;
        for (; end < text.n; end++) {
            char c = text.p[end];
            if (c == '[' || c == '(' || c == '{')
                depth++;
            else if (depth && (c == ']' || c == ')' || c == '}'))
                depth--;
            else if (!depth && (c == ',' || c == ']' || c == ')' || c == '}' || c == '{'))
                break;
        }
        hw_str shape = hw_str_trim(hw_str_sub(text, at, end));
        if (!hw_str_has(function, shape))
            return false;
        text = hw_str_from(text, end);
    }
    return true;
}

/* Another claim of the same kind at the same column names the function's own instance. */
static bool other_instance(const hw_join_input *in, const hw_claim *c, hw_item_run run,
                           hw_str function)
{
    bool names;
    if (shapes_fit(hw_claim_expr(in->claims, c), function, &names))
        return false;
    for (size_t i = 0; i < run.n && i < in->max_candidates; i++) {
        const hw_claim *o = &in->claims->list.at[run.at[i]];
        if (o->place.col == c->place.col && o->kind == c->kind &&
            shapes_fit(hw_claim_expr(in->claims, o), function, &names) && names)
            return true;
    }
    return false;
}

/* The concatenation of []byte(a + b) is one call with its conversion (from Go 1.24), unless that
 * copies nothing. */
static bool is_folded(const hw_join_input *in, const hw_claim *c, hw_item_run run)
{
    if (c->kind != HW_KIND_CONCAT || hw_claim_heap(c) || in->world.go.min < 24)
        return false;
    for (size_t i = 0; i < run.n && i < in->max_candidates; i++) {
        const hw_claim *o = &in->claims->list.at[run.at[i]];
        hw_str inner = hw_claim_expr(in->claims, o);
        if (o->kind == HW_KIND_CONVERSION && !(o->flags & HW_CLAIM_ZEROCOPY) &&
            o->place.block == c->place.block && o->place.col == c->place.col &&
            hw_str_cut_prefix(&inner, HW_STR("([]byte)(")) &&
            hw_str_cut_suffix(&inner, HW_STR(")")) &&
            hw_str_eq(inner, hw_claim_expr(in->claims, c)))
            return true;
    }
    return false;
}

/* ---- one site ---- */

static HW_MEM add_match(hw_joined *ret, hw_site_claims *found, uint32_t claim, hw_own own,
                        bool chain)
{
    found->matches++;
    return hw_vec_push(&ret->matches, ((hw_match){claim, own, chain, false}));
}

hw_type_fit hw_join_type_fit(const hw_join_input *in, const hw_site *s, const hw_claim *c)
{
    const hw_strings *strings = in->profile->strings;
    const hw_call_shape call = {.family = s->allocation.family,
                                .callee = hw_strings_get(strings, s->allocation.callee),
                                .type = hw_strings_get(strings, s->allocation.type),
                                .folds = in->world.go.min <= 20};
    return hw_expression_fits((hw_kind)c->kind, hw_claim_expr(in->claims, c), &call);
}

/* Adds the claims of one run that can own the site's bytes: those of the block that the function's
 * name points at, or, as `copies`, those of all other blocks. */
static HW_MEM match_run(const hw_join_input *in, hw_joined *ret, hw_site_claims *found,
                        hw_item_run run, bool copies)
{
    hw_site_view s = hw_site_view_of(in, found->site);
    for (size_t i = 0; i < run.n; i++) {
        const hw_claim *c = &in->claims->list.at[run.at[i]];
        bool by_chain = false;
        if (i >= in->max_candidates || found->matches >= HW_MATCHES_MAX) {
            found->crowded = true;
            break;
        }
        if (hw_join_block_speaks(in, &s.site->where, c->place.block) == copies)
            continue;
        hw_own own = hw_own_can(in->claims, c, hw_call_column(in, &s, c), &s.sizes,
                                &s.site->allocation, in->world);
        if (!s.site->allocation.callee && hw_captures_nothing(in->captures, c))
            own = HW_OWN_NO;
        hw_own call = own == HW_OWN_NO ? own : hw_call_speaks(in, &s, c, &by_chain);
        own = call < own ? call : own;
        hw_own function = own == HW_OWN_NO ? own : hw_call_in_function(in, &s, c);
        /* What is called without a claim, too, may be called by the other function. */
        bool decides = !s.site->allocation.callee || s.site->allocation.family == HW_FAMILY_CONCAT;
        if (function == HW_OWN_NO || (function == HW_OWN_MAYBE && decides))
            own = function;
        if (own == HW_OWN_NO || is_folded(in, c, run) ||
            (s.site->where.name.generic && !s.inlined && other_instance(in, c, run, s.name)) ||
            (s.inlined && !by_chain && !hw_claim_heap(c) && hw_call_accounted_for(in, &s, run, c)))
            continue;
        if (!add_match(ret, found, run.at[i], own, by_chain))
            return HW_MEM_OUT;
    }
    return HW_MEM_OK;
}

/* Keeps the claims of other blocks only where they say something else; `named`: how many are of the
 * block that the function's name points at. */
static void compare_copies(const hw_join_input *in, hw_joined *ret, hw_site_claims *found,
                           uint32_t named)
{
    unsigned mine = 0, theirs = 0;
    for (uint32_t i = 0; i < found->matches; i++) {
        const hw_match *m = &ret->matches.at[found->matches_at + i];
        unsigned bit = hw_claim_heap(&in->claims->list.at[m->claim]) ? 1 : 2;
        if (i < named)
            mine |= bit;
        else
            theirs |= bit;
    }
    /* A buffer on the stack that this copy's call has says which block compiled it. */
    hw_stack_buffer stack_buffer = in->sites->list.at[found->site].allocation.stack_buffer;
    bool decided = stack_buffer == HW_BUFFER_STACK && mine == 0;
    found->blocks_differ = theirs != 0 && mine != theirs && !decided;
    if (!found->blocks_differ &&
        named > 0) { /* no news: keep those of the block the name points at */
        ret->matches.len -= found->matches - named;
        found->matches = named;
    }
}

static HW_MEM join_site(const hw_join_input *in, hw_joined *ret, hw_site_claims *found)
{
    const hw_site *s = &in->sites->list.at[found->site];
    found->matches_at = (uint32_t)ret->matches.len;
    if (s->location == HW_NONE)
        return HW_MEM_OK;
    found->diagnosed = hw_join_diagnosed(in, &s->where);
    if (s->service || s->collector || s->line == 0)
        return HW_MEM_OK;
    hw_item_run run = hw_lines_run(&in->lines->claim, in->site_lines[found->site].line);
    if (!match_run(in, ret, found, run, false))
        return HW_MEM_OUT;
    if (hw_join_may_be_copy(in, &s->where)) {
        uint32_t named = found->matches;
        if (!match_run(in, ret, found, run, true))
            return HW_MEM_OUT;
        compare_copies(in, ret, found, named);
    }
    if (found->matches == 0 && s->where.name.init) {
        hw_line_key any = {s->where.package, s->line, true};
        if (!match_run(in, ret, found,
                       hw_lines_run(&in->lines->claim, hw_lines_find(in->lines, any)), false))
            return HW_MEM_OUT;
        found->approximate = found->matches > 0;
    }
    return HW_MEM_OK;
}

HW_MEM hw_join_sites(const hw_join_input *in, hw_joined *ret)
{
    size_t n = in->sites->list.len;
    if (!hw_vec_room(&ret->list, n))
        return HW_MEM_OUT;
    for (size_t i = 0; i < n; i++) {
        hw_site_claims found = {.site = (uint32_t)i};
        if (!join_site(in, ret, &found))
            return HW_MEM_OUT;
        hw_vec_put(&ret->list, found);
    }
    return HW_MEM_OK;
}

void hw_joined_free(hw_joined *joined)
{
    hw_vec_free(&joined->list);
    hw_vec_free(&joined->matches);
}
