/* A log is made plain, then read; line numbers are taken back to the original. */
#include "plain/rewrite.h"

#include <string.h>

#include "base/error.h"
#include "base/search.h"
#include "diag/reader.h"

/* Rewritings of one log, one on another: colours inside of JSON inside of a container's log. */
enum { ROUNDS_MAX = 6 };

typedef struct rewriter {
    hw_status (*is)(hw_str text, bool *ret);
    hw_status (*rewrite)(hw_rewriting *r, hw_str text, hw_error *err);
} rewriter;

/* The first looks at the beginning only: the reader, who sees every line, tells of later ones. */
static const rewriter rewriters[] = {
    {hw_starts_coloured, hw_rewrite_coloured},     {hw_has_partial_lines, hw_rewrite_partial},
    {hw_is_pretty_printed, hw_rewrite_pretty_printed},         {hw_is_wrapped, hw_rewrite_wrapped},
    {hw_has_prefixed_quotes, hw_rewrite_prefixed},
};

typedef struct rounds {
    hw_rewriting at[ROUNDS_MAX];
    unsigned n;
} rounds;

/* --- lines ------------------------------------------------------------------------------------ */

static uint64_t count_lines(hw_str s)
{
    uint64_t n = 0;
    for (size_t lf; (lf = hw_str_chr(s, '\n')) != HW_NPOS; s = hw_str_from(s, lf + 1))
        n++;
    return n;
}

hw_status hw_rewriting_add(hw_rewriting *r, hw_str lines, uint64_t from)
{
    bool ended = lines.n && lines.p[lines.n - 1] == '\n';
    uint64_t n = count_lines(lines) + !ended;
    hw_line_run run = {.line = r->lines + 1, .from = from, .many = n > 1};
    const hw_line_run *last = r->runs.len ? &r->runs.at[r->runs.len - 1] : NULL;
    bool follows = last && !last->many && !run.many && run.line - last->line == from - last->from;
    if ((!follows && !hw_vec_push(&r->runs, run)) || hw_buf_str(&r->made, lines) != HW_OK ||
        (!ended && hw_buf_add(&r->made, "\n", 1) != HW_OK))
        return HW_NOMEM;
    r->lines += n;
    return HW_OK;
}

static uint64_t origin(const hw_rewriting *r, uint64_t line)
{
    size_t low = 0; /* the last run that starts at or before it */
    HW_SEARCH(low, r->runs.len, i, r->runs.at[i].line <= line);
    if (low == 0)
        return line;
    const hw_line_run *run = &r->runs.at[low - 1];
    return run->many ? run->from : run->from + (line - run->line);
}

/* Of a line of what round number `n` read; all->n: of what was read at last. */
static uint64_t first_origin(const rounds *all, unsigned n, uint64_t line)
{
    for (unsigned i = n; i > 0; i--)
        line = origin(&all->at[i - 1], line);
    return line;
}

/* What was read since `before` names lines of the made text. */
static void restore_lines(hw_claims *set, const hw_claims *before, const rounds *all)
{
    for (size_t i = before->not_understood.len; i < set->not_understood.len; i++)
        set->not_understood.at[i].line = first_origin(all, all->n, set->not_understood.at[i].line);
    for (size_t i = before->blocks.len; i < set->blocks.len; i++)
        set->blocks.at[i].line = first_origin(all, all->n, set->blocks.at[i].line);
}

/* --- pieces ----------------------------------------------------------------------------------- */

hw_cut_line *hw_cut_line_of(hw_cut_lines *p, hw_str stream)
{
    for (unsigned i = 0; i < p->n; i++)
        if (hw_str_eq(hw_buf_view(&p->at[i].stream), stream))
            return &p->at[i];
    return NULL;
}

static void drop_piece(hw_cut_lines *p, hw_cut_line *piece)
{
    hw_buf_free(&piece->stream);
    hw_buf_free(&piece->text);
    size_t behind = (size_t)(p->at + p->n - piece) - 1;
    memmove(piece, piece + 1, behind * sizeof *piece);
    p->n--;
}

hw_status hw_cut_line_end(hw_cut_lines *p, hw_rewriting *r, hw_cut_line *piece, hw_str rest)
{
    hw_status status = hw_buf_str(&piece->text, rest);
    if (status == HW_OK)
        status = hw_rewriting_add(r, hw_buf_view(&piece->text), piece->line);
    drop_piece(p, piece);
    return status;
}

hw_status hw_cut_line_add(hw_cut_lines *p, hw_rewriting *r, hw_str stream, hw_str text,
                          uint64_t line)
{
    hw_cut_line *piece = hw_cut_line_of(p, stream);
    if (!piece) {
        if (p->n == HW_STREAMS_MAX)
            HW_TRY(hw_cut_line_end(p, r, &p->at[0], (hw_str){0}));
        piece = &p->at[p->n++];
        *piece = (hw_cut_line){.line = line};
        if (hw_buf_str(&piece->stream, stream) != HW_OK)
            return HW_NOMEM;
    }
    return hw_buf_str(&piece->text, text);
}

hw_status hw_cut_lines_flush(hw_cut_lines *p, hw_rewriting *r)
{
    while (p->n)
        HW_TRY(hw_cut_line_end(p, r, &p->at[0], (hw_str){0}));
    return HW_OK;
}

void hw_cut_lines_free(hw_cut_lines *p)
{
    while (p->n)
        drop_piece(p, &p->at[p->n - 1]);
}

/* --- reading ---------------------------------------------------------------------------------- */

/* `set->made` keeps what is made, and *text becomes it. */
static hw_status rewrite(rounds *all, const rewriter *how, hw_claims *set, hw_str name,
                         hw_str *text, hw_error *err)
{
    uint64_t invalid = set->invalid_json;
    hw_rewriting *r = &all->at[all->n];
    *r = (hw_rewriting){.set = set, .name = name};
    if (!hw_vec_room(&set->made, 1))
        return hw_nomem(err);
    all->n++;
    hw_status status = how->rewrite(r, *text, err);
    if (status != HW_OK) {
        hw_buf_free(&r->made);
        return status;
    }
    if (invalid == 0 && set->invalid_json)
        set->invalid_json_line = first_origin(all, all->n - 1, set->invalid_json_line);
    hw_vec_put(&set->made, r->made);
    *text = hw_buf_view(&r->made);
    return HW_OK;
}

static hw_status make_plain(rounds *all, hw_claims *set, hw_str name, hw_str *text, hw_error *err)
{
    enum { KINDS = sizeof rewriters / sizeof *rewriters };
    for (size_t i = 0; i < KINDS && all->n < ROUNDS_MAX;) {
        bool is;
        if (rewriters[i].is(*text, &is) != HW_OK)
            return hw_nomem(err);
        if (!is) {
            i++;
            continue;
        }
        if (i > 0 && hw_has_escapes(*text))
            i = 0; /* colours go first */
        HW_TRY(rewrite(all, &rewriters[i], set, name, text, err));
        i = 0; /* what was made may be anything again */
    }
    return HW_OK;
}

/* What only reading shows. *how: the rewriter that is still needed, or NULL. */
static hw_status find_late(const rounds *all, const hw_claims *read, const hw_claims *before,
                           hw_str text, bool unwrapped, const rewriter **how, hw_error *err)
{
    static const rewriter wrapped = {hw_is_wrapped_anywhere, hw_rewrite_wrapped};
    bool json = read->by_class[HW_CLASS_JSON][0] > before->by_class[HW_CLASS_JSON][0];
    *how = NULL;
    if (all->n == ROUNDS_MAX)
        return HW_OK;
    if (read->escapes) {
        *how = &rewriters[0];
        return HW_OK;
    }
    if (json && !unwrapped && hw_is_wrapped_anywhere(text, &json) != HW_OK)
        return hw_nomem(err);
    if (json && !unwrapped)
        *how = &wrapped;
    return HW_OK;
}

static hw_status read(rounds *all, hw_claims *into, hw_str name, hw_str text,
                      const hw_limits *limits, hw_error *err)
{
    hw_claims before = *into;
    const rewriter *late = NULL;
    bool unwrapped = false;
    do {
        if (late)
            HW_TRY(rewrite(all, late, into, name, &text, err));
        HW_TRY(make_plain(all, into, name, &text, err));
        into->escapes = false;
        hw_claims plain = *into;
        HW_TRY(hw_diag_read_text(into, name, text, limits, err));
        HW_TRY(find_late(all, into, &plain, text, unwrapped, &late, err));
        unwrapped |= late && late->rewrite == hw_rewrite_wrapped;
        if (late)
            hw_diag_roll_back(into, &plain);
    } while (late);
    restore_lines(into, &before, all);
    return HW_OK;
}

hw_status hw_diag_read_log(hw_claims *into, hw_str name, hw_str text, const hw_limits *limits,
                           hw_error *err)
{
    rounds all = {.n = 0};
    hw_str_cut_prefix(&text, HW_STR("\xef\xbb\xbf"));
    hw_status status = read(&all, into, name, text, limits, err);
    if (status != HW_OK && err && err->line > 0)
        err->line = (int64_t)first_origin(&all, all.n, (uint64_t)err->line);
    for (unsigned i = 0; i < all.n; i++)
        hw_vec_free(&all.at[i].runs);
    return status;
}
