#include "report/claims_editor.h"

#include <stdlib.h>

#include "base/error.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "claims/claims_walk.h"
#include "report/line.h"

typedef struct entry {
    const hw_claim *claim;
    hw_str file, text, why, target;
} entry;

typedef struct lines {
    hw_page page;
    const hw_claims *claims;
    HW_VEC(entry) entries;
    hw_mem kept; /* all entries */
} lines;

static bool collect(void *ctx, const hw_claim *c)
{
    lines *l = ctx;
    hw_flow_end end;
    hw_claim_end(l->claims, c, &end);
    entry e = {c, hw_strings_get(l->claims->strings, c->place.file), hw_claim_text(l->claims, c),
               end.from.why, end.target};
    if (c->flags & HW_CLAIM_HEADER_ONLY)
        hw_str_cut_suffix(&e.text, HW_STR(":"));
    l->kept = hw_vec_push(&l->entries, e);
    return l->kept == HW_MEM_OK;
}

/* 0: they print the same line. Claims without a file come last. */
static int by_line(const void *x, const void *y)
{
    const entry *a = x, *b = y;
    const hw_place *p = &a->claim->place, *q = &b->claim->place;
    int c;
    if ((c = HW_CMP(a->file.n == 0, b->file.n == 0)) ||
        (p->file != q->file && (c = hw_str_cmp(a->file, b->file))) ||
        (c = HW_CMP(p->line, q->line)) || (c = HW_CMP(p->col, q->col)) ||
        (c = hw_str_cmp(a->text, b->text)) || (c = hw_str_cmp(a->why, b->why)))
        return c;
    return hw_str_cmp(a->target, b->target);
}

static void number(hw_page *p, uint32_t n)
{
    if (n)
        hw_page_printf(p, ":%u", n);
}

/* " [call parameter: fmt.Println]", " [assign: s.buf]", " [too large for stack]" */
static void why(hw_page *p, const entry *e)
{
    if (e->why.n == 0)
        return;
    hw_page_printf(p, " [");
    hw_page_text(p, e->why);
    if (e->target.n) {
        hw_page_printf(p, ": ");
        hw_page_text(p, e->target);
    }
    hw_page_printf(p, "]");
}

/* "::error.go" is the start of a command to GitHub, also behind white space; "./::error.go" is the
 * same file, and none. */
static bool needs_folder(hw_str file)
{
    uint32_t cp;
    hw_utf8_next(file, &cp);
    return cp == ':' || hw_utf8_space(cp);
}

static void line(hw_page *p, const entry *e)
{
    const hw_place *place = &e->claim->place;
    if (e->file.n) {
        if (needs_folder(e->file))
            hw_page_printf(p, "./");
        hw_page_text(p, e->file);
        number(p, place->line);
        number(p, place->line ? place->col : 0);
        hw_page_printf(p, ": ");
    }
    hw_page_text(p, e->text);
    why(p, e);
    hw_page_printf(p, "\n");
}

static hw_status write(const hw_summary *c, const hw_report_options *o, const hw_byte_sink *to,
                       hw_error *err)
{
    lines l = {.claims = c->claims, .kept = HW_MEM_OK};
    (void)o;
    hw_page_init(&l.page, to, false, err);
    hw_claims_walk(c, collect, &l);
    if (!l.kept)
        hw_page_keep(&l.page, HW_NOMEM);
    else if (l.entries.len)
        qsort(l.entries.at, l.entries.len, sizeof *l.entries.at, by_line);
    for (size_t i = 0; l.page.out.status == HW_OK && i < l.entries.len; i++)
        if (i == 0 || by_line(&l.entries.at[i - 1], &l.entries.at[i]) != 0)
            line(&l.page, &l.entries.at[i]);
    hw_vec_free(&l.entries);
    return hw_page_finish(&l.page);
}

const hw_claims_writer hw_claims_writer_editor = {
    .name = "editor",
    .help = "file:line:col: message, a line for each place and message",
    .write = write,
};
