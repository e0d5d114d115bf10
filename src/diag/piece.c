#include "diag/piece.h"

#include "base/error.h"
#include "base/mem.h"
#include "diag/block.h"
#include "diag/fill.h"
#include "diag/go_range.h"
#include "diag/read.h"
#include "diag/roll_back.h"

void hw_piece_free(hw_piece *p)
{
    hw_claims_free(&p->set);
    hw_strings_free(&p->strings);
    hw_vec_free(&p->aside.marks);
    hw_vec_free(&p->aside.early);
    for (int i = 0; i < 2; i++) {
        hw_vec_free(&p->aside.heads[i]);
        hw_vec_free(&p->aside.elided[i]);
    }
}

/* As new, but with the memory of what was read into it before: a thread reads many pieces. */
static HW_MEM make_empty(hw_piece *p)
{
    hw_claims empty;
    hw_claims_init(&empty, &p->strings);
    hw_diag_roll_back(&p->set, &empty);
    p->aside.marks.len = p->aside.early.len = 0;
    for (int i = 0; i < 2; i++)
        p->aside.heads[i].len = p->aside.elided[i].len = 0;
    return p->strings.list.at ? hw_strings_reset(&p->strings) : hw_strings_init(&p->strings);
}

static hw_status read_piece(hw_piece *p, hw_diag_reader *r)
{
    hw_log_input input = {.name = r->name, .text = r->text};
    if (!make_empty(p) || !hw_vec_push(&p->set.inputs, input))
        return HW_NOMEM;
    HW_TRY(hw_read_range(r, p->from, p->to, NULL));
    if (p->whole)
        return hw_block_end(r, NULL);
    int i = r->block != HW_NONE && p->set.blocks.at[r->block].package != 0;
    return hw_vec_add(&p->aside.heads[i], r->heads.at, r->heads.len) &&
                   hw_vec_add(&p->aside.elided[i], r->elided.at, r->elided.len)
               ? HW_OK
               : HW_NOMEM;
}

void hw_piece_read(hw_piece *p, const hw_diag_reader *like)
{
    hw_diag_reader r = {
        .set = &p->set,
        .aside = &p->aside,
        .name = like->name,
        .text = like->text,
        .number = 1,
        .block = HW_NONE,
        .explained_route = HW_NONE,
        .max_line = like->max_line,
        .max_claims = like->max_claims,
        .prefix = like->prefix,
    };
    p->status = read_piece(p, &r);
    hw_reader_free(&r);
}

/* What the ids and indices of a piece's block are in the whole. */
typedef struct move {
    hw_claims *set;
    const hw_piece *from;
    hw_sid *sids; /* of the piece's strings */
    uint32_t input, block;
    uint32_t routes; /* to add to an index, modulo 2^32 */
} move;

static HW_MEM map_strings(move *m)
{
    const hw_strings *strings = &m->from->strings;
    m->sids = hw_mem_alloc(strings->list.len, sizeof *m->sids);
    hw_mem ok = m->sids != NULL;
    for (size_t i = 0; ok && i < strings->list.len; i++)
        ok = hw_strings_put(m->set->strings, strings->list.at[i], &m->sids[i]);
    return ok;
}

static hw_place moved_place(const move *m, hw_place p)
{
    return (hw_place){m->block, m->sids[p.file], p.line, p.col};
}

static uint32_t moved_route(const move *m, uint32_t route)
{
    return route == HW_NONE ? HW_NONE : route + m->routes;
}

static hw_claim moved_claim(const move *m, const hw_claim *from)
{
    hw_claim c = *from;
    c.place = moved_place(m, c.place);
    c.route = moved_route(m, c.route);
    return c;
}

static HW_MEM add_claims(const move *m, size_t at, size_t end)
{
    hw_claims *to = m->set;
    hw_mem ok = hw_vec_room(&to->list, end - at);
    for (; ok && at < end; at++)
        to->list.at[to->list.len++] = moved_claim(m, &m->from->set.list.at[at]);
    return ok;
}

static HW_MEM add_leaks(const move *m, size_t at, size_t end)
{
    hw_claims *to = m->set;
    hw_mem ok = hw_vec_room(&to->leaks, end - at);
    for (; ok && at < end; at++)
        to->leaks.at[to->leaks.len++] = moved_claim(m, &m->from->set.leaks.at[at]);
    return ok;
}

static HW_MEM add_routes(const move *m, size_t at, size_t end)
{
    hw_claims *to = m->set;
    hw_mem ok = hw_vec_room(&to->routes, end - at);
    for (; ok && at < end; at++) {
        hw_route r = m->from->set.routes.at[at];
        r.input = m->input;
        r.next = moved_route(m, r.next);
        r.function = m->sids[r.function];
        to->routes.at[to->routes.len++] = r;
    }
    return ok;
}

static HW_MEM add_inlinings(const move *m, size_t at, size_t end)
{
    hw_claims *to = m->set;
    hw_mem ok = hw_vec_room(&to->inlinings, end - at);
    for (; ok && at < end; at++) {
        hw_inlining i = m->from->set.inlinings.at[at];
        i.place = moved_place(m, i.place);
        i.callee = m->sids[i.callee];
        to->inlinings.at[to->inlinings.len++] = i;
    }
    return ok;
}

static HW_MEM add_decls(const move *m, size_t at, size_t end)
{
    hw_claims *to = m->set;
    hw_mem ok = hw_vec_room(&to->decls, end - at);
    for (; ok && at < end; at++) {
        hw_decl d = m->from->set.decls.at[at];
        d.place = moved_place(m, d.place);
        d.name = m->sids[d.name];
        to->decls.at[to->decls.len++] = d;
    }
    return ok;
}

/* `since`: the block's first hint in the whole. Equal hints in a row are one. */
static HW_MEM add_hints(const move *m, size_t since, size_t at, size_t end)
{
    hw_claims *to = m->set;
    for (; at < end; at++) {
        hw_hint h = m->from->set.hints.at[at];
        h.variable = m->sids[h.variable];
        h.place = moved_place(m, h.place);
        size_t n = to->hints.len;
        if (n > since && hw_hint_same(&to->hints.at[n - 1], &h))
            continue;
        if (!hw_vec_push(&to->hints, h))
            return HW_MEM_OUT;
    }
    return HW_MEM_OK;
}

/* Heads and elided makes of a block that is linked in the whole. */
static HW_MEM add_unlinked(const move *m, hw_diag_reader *r, int part)
{
    const hw_piece *p = m->from;
    for (size_t i = 0; i < p->aside.heads[part].len; i++)
        if (!hw_vec_push(&r->heads, moved_claim(m, &p->aside.heads[part].at[i])))
            return HW_MEM_OUT;
    for (size_t i = 0; i < p->aside.elided[part].len; i++) {
        hw_elided e = p->aside.elided[part].at[i];
        e.file = m->sids[e.file];
        if (!hw_vec_push(&r->elided, e))
            return HW_MEM_OUT;
    }
    return HW_MEM_OK;
}

static HW_MEM add_content(move *m, size_t j, size_t hints_since)
{
    const hw_piece *p = m->from;
    hw_marks at = p->aside.marks.at[j];
    hw_marks end = j + 1 < p->aside.marks.len ? p->aside.marks.at[j + 1] : hw_marks_of(&p->set);
    m->routes = (uint32_t)(m->set->routes.len - at.routes);
    return add_claims(m, at.claims, end.claims) && add_leaks(m, at.leaks, end.leaks) &&
           add_routes(m, at.routes, end.routes) && add_inlinings(m, at.inlinings, end.inlinings) &&
           add_decls(m, at.decls, end.decls) && add_hints(m, hints_since, at.hints, end.hints);
}

/* The block `j` of the piece begins in the whole, with the next id. *drop: it was read before. */
static hw_status begin_block(const move *m, hw_diag_reader *r, size_t j, bool linked, bool *drop,
                             hw_error *err)
{
    hw_claims *set = m->set;
    hw_block b = m->from->set.blocks.at[j];
    b.package = m->sids[b.package];
    b.variant = m->sids[b.variant];
    b.input = m->input;
    b.line += r->number - 1;
    *drop = false;
    if (set->blocks.len >= HW_NONE - 1 || !hw_vec_room(&set->blocks, 1))
        return hw_nomem(err);
    if (linked)
        HW_TRY(hw_block_remember(set, &b, (uint32_t)set->blocks.len, drop, err));
    if (*drop)
        set->same_blocks++;
    else
        hw_vec_put(&set->blocks, b);
    return HW_OK;
}

static hw_status add_block(move *m, hw_diag_reader *r, size_t j, hw_error *err)
{
    const hw_piece *p = m->from;
    const hw_block *b = &p->set.blocks.at[j];
    bool rest = b->package == 0, drop = false;
    bool linked = !rest && (j + 1 < p->set.blocks.len || p->whole);
    if (!rest) {
        r->line.at = b->at;
        HW_TRY(hw_block_end(r, err));
    }
    m->block = r->block;
    if (m->block != HW_NONE) {
        m->set->blocks.at[m->block].declares_main |= b->declares_main;
    } else {
        m->block = (uint32_t)m->set->blocks.len;
        HW_TRY(begin_block(m, r, j, linked, &drop, err));
        if (drop)
            return HW_OK;
        r->marks = hw_marks_of(m->set);
        r->block = linked ? HW_NONE : m->block;
    }
    for (size_t i = 0; rest && i < p->aside.early.len; i++) {
        hw_place place = moved_place(m, p->aside.early.at[i]);
        hw_mark_zerocopy(r, &place);
    }
    hw_mem ok = add_content(m, j, r->marks.hints) && (linked || add_unlinked(m, r, !rest));
    return ok ? HW_OK : hw_nomem(err);
}

static HW_MEM add_lists(const move *m, const hw_diag_reader *r)
{
    hw_claims *to = m->set;
    const hw_claims *from = &m->from->set;
    for (size_t i = 0; i < from->capturing.len; i++) {
        hw_sid name = m->sids[from->capturing.at[i]];
        size_t n = to->capturing.len;
        if ((n == 0 || to->capturing.at[n - 1] != name) && !hw_vec_push(&to->capturing, name))
            return HW_MEM_OUT;
    }
    for (size_t i = 0; i < from->not_understood.len; i++) {
        hw_line_ref ref = from->not_understood.at[i];
        ref.input = m->input;
        ref.line += r->number - 1;
        if (!hw_vec_push(&to->not_understood, ref))
            return HW_MEM_OUT;
    }
    return HW_MEM_OK;
}

static void add_counts(hw_claims *to, const hw_claims *from)
{
    for (size_t i = 0; i < HW_CLASS_COUNT; i++)
        for (size_t form = 0; form < HW_POS_FORMS; form++)
            to->by_class[i][form] += from->by_class[i][form];
    for (size_t i = 0; i < HW_PATTERN_COUNT; i++)
        to->patterns[i] += from->patterns[i];
    for (size_t i = 0; i < HW_REASON_COUNT; i++)
        to->reasons[i] += from->reasons[i];
    to->lines += from->lines;
    to->log_lines += from->log_lines;
    to->prefixed += from->prefixed;
    to->orphan_steps += from->orphan_steps;
    to->escapes |= from->escapes;
    hw_go_narrow(to, from->go);
}

/* What a limit allows depends on all that was read before. */
static bool may_pass_limit(const hw_diag_reader *r, const hw_claims *more)
{
    const hw_claims *set = r->set;
    uint64_t max = r->max_claims;
    return set->list.len + more->list.len > max || set->leaks.len + more->leaks.len > max ||
           set->routes.len + more->routes.len > max ||
           set->not_understood.len + more->not_understood.len > max;
}

hw_status hw_piece_append(hw_diag_reader *r, const hw_piece *p, hw_error *err)
{
    move m = {.set = r->set, .from = p, .input = r->input};
    if (p->status == HW_NOMEM)
        return hw_nomem(err);
    if (p->status != HW_OK || may_pass_limit(r, &p->set))
        return hw_read_range(r, p->from, p->to, err);
    hw_status status = map_strings(&m) ? HW_OK : hw_nomem(err);
    for (size_t j = 0; status == HW_OK && j < p->set.blocks.len; j++)
        status = add_block(&m, r, j, err);
    if (status == HW_OK && !add_lists(&m, r))
        status = hw_nomem(err);
    if (status == HW_OK) {
        add_counts(r->set, &p->set);
        r->set->inputs.at[r->input].lines += p->set.lines;
        if (!r->set->go_version)
            r->set->go_version = m.sids[p->set.go_version];
        r->number += p->set.lines;
        r->line.at = p->to;
    }
    hw_mem_free(m.sids);
    return status;
}
