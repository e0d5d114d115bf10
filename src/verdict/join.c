#include "verdict/join.h"

#include "verdict/call_rules.h"
#include "verdict/filtered.h"
#include "verdict/own_call.h"

hw_seen_sizes hw_join_sizes(const hw_join *j, const hw_site *s)
{
    hw_seen_sizes seen = {.at = j->sites->sizes.at + s->sizes_at, .n = s->sizes};
    seen.known = s->sizes > 0 && seen.at[0].size != HW_SIZE_UNKNOWN;
    seen.exact = j->profile->period == 1;
    return seen;
}

const hw_function *hw_join_function(const hw_join *j, const hw_frame *f)
{
    static const hw_function nameless = {0, 0};
    return f->function == HW_NONE ? &nameless : &j->profile->functions.at[f->function];
}

/* ---- rule 2: which blocks can speak of this machine code ---- */

bool hw_join_block_speaks(const hw_join *j, const hw_frame_where *w, uint32_t block)
{
    hw_sid package = j->claims->blocks.at[block].package;
    if (package == 0 || w->name.generic || package == w->package)
        return true;
    if (!w->main)
        return false;
    for (size_t i = 0; i < j->where->mains.len; i++) /* several mains, none of them recognised */
        if (j->where->mains.at[i] == w->package)
            return false;
    for (size_t i = 0; i < j->where->mains.len; i++)
        if (j->where->mains.at[i] == package)
            return true;
    return false;
}

/* The log can speak of the function: it holds its package's block; of a generic function (or
 * without headers) a claim in its file is enough, in whichever block. */
bool hw_join_diagnosed(const hw_join *j, const hw_frame_where *w)
{
    if (hw_lines_diagnosed(j->lines, w->package))
        return true;
    return (w->name.generic || !j->where->headers) && hw_lines_diagnosed(j->lines, w->path);
}

/* Go >= 1.27 names every copy of a closure alike, so that the name places it in no one package. */
static bool may_be_a_copy(const hw_join *j, const hw_frame_where *w)
{
    return w->name.closure && !w->name.generic && !w->compiled && !j->copies_by_name &&
           j->world.go.max >= 27;
}

/* ---- generic functions: a claim that names another instance is not this one's ---- */

/* Every go.shape.… of the text is one of the function's type arguments; *names: there is any. */
static bool classes_fit(hw_str text, hw_str function, bool *names)
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
        hw_str class = hw_str_trim(hw_str_sub(text, at, end));
        if (!hw_str_has(function, class))
            return false;
        text = hw_str_from(text, end);
    }
    return true;
}

/* Another claim of the same kind at the same column names the function's own instance. */
static bool other_instance(const hw_join *j, const hw_claim *c, hw_item_run run, hw_str function)
{
    bool names;
    if (classes_fit(hw_claim_expr(j->claims, c), function, &names))
        return false;
    for (size_t i = 0; i < run.n && i < j->max_candidates; i++) {
        const hw_claim *o = &j->claims->list.at[run.at[i]];
        if (o->place.col == c->place.col && o->kind == c->kind &&
            classes_fit(hw_claim_expr(j->claims, o), function, &names) && names)
            return true;
    }
    return false;
}

/* ---- one site ---- */

/* Sets of owners are compared with each other, so they stay small. No line of source that people
 * wrote has as many. */
enum { MATCHES_MAX = 128 };

static bool add_match(hw_join *j, hw_site_verdict *k, uint32_t claim, hw_own own, bool chain)
{
    k->matches++;
    return hw_vec_push(&j->matches, ((hw_match){claim, own, chain}));
}

/* "Does not escape" of what would be the object that the site allocates. */
static bool denies(const hw_join *j, const hw_site_view *s, const hw_claim *c)
{
    bool by_chain;
    return hw_own_is_object(&s->site->allocation) && !hw_claim_heap(c) &&
           hw_kind_is_object((hw_kind)c->kind) && c->kind != HW_KIND_VALUE &&
           hw_own_type_fits(c, hw_claim_expr(j->claims, c), HW_FAMILY_OBJECT,
                            hw_strings_get(j->profile->strings, s->site->allocation.type)) &&
           hw_call_speaks(j, s, c, &by_chain) == HW_OWN_YES;
}

/* Of several that can own the call, those whose type is another are left out. */
static void keep_types(hw_join *j, hw_site_verdict *k)
{
    const hw_allocation_call *w = &j->sites->list.at[k->site].allocation;
    hw_str type = hw_strings_get(j->profile->strings, w->type);
    hw_match *at = k->matches ? &j->matches.at[k->matches_at] : NULL;
    uint32_t kept = 0;
    bool fits[MATCHES_MAX] = {false};
    for (uint32_t i = 0; i < k->matches; i++) {
        const hw_claim *c = &j->claims->list.at[at[i].claim];
        fits[i] = hw_own_type_fits(c, hw_claim_expr(j->claims, c), w->family, type);
        kept += fits[i];
    }
    if (kept == 0 || kept == k->matches)
        return;
    kept = 0;
    for (uint32_t i = 0; i < k->matches; i++)
        if (fits[i])
            at[kept++] = at[i];
    j->matches.len -= k->matches - kept;
    k->matches = kept;
}

/* The claims of one run that can own the site's bytes. `copies`: of the blocks that the function's
 * name does not point at. */
static bool match_run(hw_join *j, hw_site_verdict *k, hw_item_run run, bool copies)
{
    hw_site_view s;
    if (!hw_site_view_make(j, k, &s))
        return false;
    for (size_t i = 0; i < run.n; i++) {
        const hw_claim *c = &j->claims->list.at[run.at[i]];
        bool by_chain = false;
        if (i >= j->max_candidates || k->matches >= MATCHES_MAX) {
            k->crowded = true;
            break;
        }
        if (hw_join_block_speaks(j, &s.site->where, c->place.block) == copies)
            continue;
        k->denied |= denies(j, &s, c);
        hw_own own = hw_own_can(j->claims, c, hw_call_column(j, &s, c), &s.sizes,
                                &s.site->allocation, j->world);
        hw_own call = own == HW_OWN_NO ? own : hw_call_speaks(j, &s, c, &by_chain);
        own = call < own ? call : own;
        if (own == HW_OWN_NO ||
            (s.site->where.name.generic && !s.inlined && other_instance(j, c, run, s.name)) ||
            (s.inlined && !by_chain && !hw_claim_heap(c) && hw_call_accounted_for(j, &s, run, c)))
            continue;
        if (!add_match(j, k, run.at[i], own, by_chain))
            return false;
    }
    return true;
}

/* Whether the claims of the other blocks would say something else. */
static void compare_copies(hw_join *j, hw_site_verdict *k, uint32_t own)
{
    unsigned mine = 0, theirs = 0;
    for (uint32_t i = 0; i < k->matches; i++) {
        const hw_match *m = &j->matches.at[k->matches_at + i];
        unsigned bit = hw_claim_heap(&j->claims->list.at[m->claim]) ? 1 : 2;
        if (i < own)
            mine |= bit;
        else
            theirs |= bit;
    }
    /* The buffer that this copy's call is lent says which block compiled it. */
    hw_stack_buffer stack_buffer = j->sites->list.at[k->site].allocation.stack_buffer;
    bool decided = stack_buffer == HW_BUFFER_STACK && mine == 0;
    k->blocks_differ = theirs != 0 && mine != theirs && !decided;
    if (!k->blocks_differ && own > 0) { /* no news: keep those of the block the name points at */
        j->matches.len -= k->matches - own;
        k->matches = own;
    }
}

static bool read_hints(const hw_join *j, hw_site_verdict *k)
{
    hw_site_view s;
    hw_item_run run = hw_lines_run(&j->lines->hint, k->line);
    if (!hw_site_view_make(j, k, &s))
        return false;
    for (size_t i = 0; i < run.n; i++) {
        const hw_hint *h = &j->claims->hints.at[run.at[i]];
        bool block = hw_join_block_speaks(j, &s.site->where, h->place.block) ||
                     may_be_a_copy(j, &s.site->where);
        if (!block || !hw_call_hint_speaks(j, &s, h))
            continue;
        k->map_put |= h->kind == HW_HINT_MAP_PUT;
        k->assign |= h->kind == HW_HINT_INDEX_ASSIGN;
        k->concat |= h->kind == HW_HINT_CONCAT_ASSIGN;
    }
    return true;
}

static bool join_site(hw_join *j, hw_site_verdict *k)
{
    const hw_site *s = &j->sites->list.at[k->site];
    k->matches_at = (uint32_t)j->matches.len;
    if (s->location == HW_NONE)
        return true;
    k->diagnosed = hw_join_diagnosed(j, &s->where);
    if (s->service || s->collector || s->line == 0)
        return true;
    hw_item_run run = hw_lines_run(&j->lines->claim, k->line);
    if (!match_run(j, k, run, false))
        return false;
    if (may_be_a_copy(j, &s->where)) {
        uint32_t own = k->matches;
        if (!match_run(j, k, run, true))
            return false;
        compare_copies(j, k, own);
    }
    if (k->matches == 0 && s->where.name.init) {
        hw_line_key any = {s->where.package, s->line, true};
        if (!match_run(j, k, hw_lines_run(&j->lines->claim, hw_lines_find(j->lines, any)), false))
            return false;
        k->approximate = k->matches > 0;
    }
    keep_types(j, k);
    return read_hints(j, k);
}

/* ---- all sites ---- */

static bool want_lines(hw_join *j, hw_site_verdict *k)
{
    const hw_site *s = &j->sites->list.at[k->site];
    k->line = k->inner = HW_NONE;
    if (s->location == HW_NONE || s->line == 0)
        return true;
    if (!hw_lines_want(j->lines, (hw_line_key){s->where.path, s->line, false}, &k->line))
        return false;
    uint32_t id;
    if (s->where.name.init &&
        !hw_lines_want(j->lines, (hw_line_key){s->where.package, s->line, true}, &id))
        return false;
    size_t n;
    const hw_frame *f = hw_site_inlined(j->profile, s, &n);
    hw_frame_where inner;
    if (n == 0 || s->service)
        return true;
    return hw_where_frame(j->where, hw_join_function(j, &f[0]), &inner) &&
           hw_lines_want(j->lines, (hw_line_key){inner.path, f[0].line, false}, &k->inner);
}

/* The lines of all calls in the stacks: hw_build_check holds them against the log's inlining. */
static bool want_calls(hw_join *j)
{
    for (size_t i = 0; i < j->profile->locations.len; i++) {
        const hw_location *l = &j->profile->locations.at[i];
        const hw_frame *f = l->frames ? &j->profile->frames.at[l->frames_at + l->frames - 1] : NULL;
        hw_frame_where w;
        uint32_t id;
        if (!f || f->line == 0)
            continue;
        if (!hw_where_frame(j->where, hw_join_function(j, f), &w) ||
            !hw_lines_want(j->lines, (hw_line_key){w.path, f->line, false}, &id))
            return false;
    }
    return true;
}

/* A closure whose name is of one package and whose file is of another: the naming of 1.21 … 1.26.
 */
static bool copies_by_name(const hw_join *j)
{
    for (size_t i = 0; i < j->sites->list.len; i++) {
        const hw_site *s = &j->sites->list.at[i];
        hw_str path = hw_strings_get(j->profile->strings, s->where.path);
        if (s->location != HW_NONE && s->where.name.closure && !s->where.name.generic &&
            !s->where.compiled &&
            !hw_str_eq(hw_str_dir(path), hw_strings_get(j->profile->strings, s->where.package)))
            return true;
    }
    return false;
}

/* Some make that can be fused with a copy has no bytes on its own line. */
static bool fused_makes(const hw_join *j)
{
    for (size_t i = 0; i < j->claims->list.len; i++) {
        const hw_claim *c = &j->claims->list.at[i];
        if (!hw_own_fusible_make(j->claims, c))
            continue;
        hw_line_key key = {hw_lines_path(j->lines, &c->place), c->place.line, false};
        if (hw_lines_find(j->lines, key) == HW_NONE)
            return true;
    }
    return false;
}

bool hw_join_make(hw_join *j)
{
    size_t n = j->sites->list.len;
    if (!hw_vec_room(&j->cases, n))
        return false;
    for (size_t i = 0; i < n; i++) {
        hw_vec_put(&j->cases, ((hw_site_verdict){.site = (uint32_t)i}));
        if (!want_lines(j, &j->cases.at[i]))
            return false;
    }
    if (!want_calls(j) || !hw_lines_read(j->lines))
        return false;
    j->world.lost_frames = j->world.go.min <= 25 && fused_makes(j);
    j->filtered = hw_is_filtered(j->claims, j->where->headers);
    j->inlining_known = j->claims->inlinings.len > 0 && !j->filtered;
    j->copies_by_name = copies_by_name(j);
    for (size_t i = 0; i < n; i++)
        if (!join_site(j, &j->cases.at[i]))
            return false;
    return true;
}

void hw_join_free(hw_join *j)
{
    hw_vec_free(&j->cases);
    hw_vec_free(&j->matches);
}
