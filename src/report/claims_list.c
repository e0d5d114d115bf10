#include "report/claims_list.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "claims/claims_walk.h"
#include "go/goname.h"
#include "report/flow_text.h"
#include "report/line.h"

enum { FUNCTION_INDENT = 2, PLACE_COLUMN = 10, TEXT_INDENT = PLACE_COLUMN + 2 };

typedef struct entry {
    const hw_claim *claim;
    hw_str file, text;
} entry;

typedef struct list {
    hw_page *p;
    const hw_summary *summary;
    size_t width;
    HW_VEC(entry) entries;
    hw_buf text, place, other;
    hw_mem kept; /* all entries */
} list;

static bool collect(void *ctx, const hw_claim *c)
{
    list *l = ctx;
    const hw_claims *set = l->summary->claims;
    entry e = {c, hw_strings_get(set->strings, c->place.file), hw_claim_text(set, c)};
    l->kept = hw_vec_push(&l->entries, e);
    return l->kept == HW_MEM_OK;
}

static int by_place(const void *x, const void *y)
{
    const entry *a = x, *b = y;
    const hw_place *p = &a->claim->place, *q = &b->claim->place;
    int c;
    if ((c = HW_CMP(p->block, q->block)) ||
        (p->file != q->file && (c = hw_str_cmp(a->file, b->file))) ||
        (c = HW_CMP(p->line, q->line)) || (c = HW_CMP(p->col, q->col)) ||
        (c = hw_str_cmp(a->text, b->text)))
        return c;
    return HW_CMP(a->claim->at, b->claim->at);
}

static hw_str package_of(const list *l, const hw_claim *c)
{
    const hw_claims *set = l->summary->claims;
    return hw_strings_get(set->strings, set->blocks.at[c->place.block].package);
}

static hw_str function_of(const list *l, const hw_claim *c)
{
    bool exact;
    hw_sid id = hw_claim_function(&l->summary->enclosing, c, &exact);
    return hw_function_outer(hw_strings_get(l->summary->claims->strings, id));
}

/* A heading where package or file changes. */
static void heading(list *l, const entry *e, const entry *before)
{
    if (before && before->claim->place.block == e->claim->place.block &&
        before->claim->place.file == e->claim->place.file)
        return;
    hw_str package = package_of(l, e->claim);
    if (package.n == 0)
        package = HW_STR("(before the first '# package' line)");
    hw_page_printf(l->p, "\n");
    hw_page_keep(l->p,
                 hw_place_text(&l->place, e->file, 0, 0, hw_place_room(l->width, 0, package)));
    hw_page_ends(l->p, l->width, package, HW_STYLE_BOLD, hw_buf_view(&l->place));
}

static bool reads_same(list *l, hw_str a, hw_str b)
{
    hw_page_keep(l->p, hw_go_expression(a, &l->text));
    hw_page_keep(l->p, hw_go_expression(b, &l->other));
    return hw_str_eq(hw_buf_view(&l->text), hw_buf_view(&l->other));
}

/* A heading where the function changes; instances of a generic function count as one. */
static void function_line(list *l, const entry *e, const entry *before)
{
    hw_str name = function_of(l, e->claim);
    bool same_file = before && before->claim->place.block == e->claim->place.block &&
                     before->claim->place.file == e->claim->place.file;
    if (name.n == 0 || (same_file && reads_same(l, name, function_of(l, before->claim))))
        return;
    hw_page_keep(l->p, hw_go_expression(name, &l->text));
    hw_page_spaces(l->p, FUNCTION_INDENT);
    hw_page_style(l->p, HW_STYLE_CYAN);
    hw_page_fit(l->p, hw_buf_view(&l->text), l->width - FUNCTION_INDENT);
    hw_page_style(l->p, HW_STYLE_PLAIN);
    hw_page_printf(l->p, "\n");
}

/* Claims that read the same: copies of an inlined or generic function at one place. */
static bool repeats(list *l, const entry *a, const entry *b)
{
    const hw_place *p = &a->claim->place, *q = &b->claim->place;
    const hw_claims *set = l->summary->claims;
    hw_flow_end x, y;
    if (p->block != q->block || p->file != q->file || p->line != q->line || p->col != q->col ||
        a->claim->chain != b->claim->chain || !reads_same(l, a->text, b->text))
        return false;
    hw_claim_end(set, a->claim, &x);
    hw_claim_end(set, b->claim, &y);
    return x.kind == y.kind && x.why == y.why && x.from.line == y.from.line &&
           reads_same(l, x.from.from, y.from.from) &&
           reads_same(l, function_of(l, a->claim), function_of(l, b->claim));
}

/* The calls that a claim was inlined through, where -json records tell; the innermost is its place
 * in the source. */
static void inlined_line(list *l, const hw_claim *c)
{
    const hw_claims *set = l->summary->claims;
    const hw_chain_frame *frames;
    size_t n;
    if (!hw_claim_chain(set, c, &frames, &n) || n == 0)
        return;
    const hw_chain_frame *innermost = &frames[n - 1];
    static const char label[] = "inlined from ";
    size_t room = l->width - TEXT_INDENT - (sizeof label - 1);
    hw_page_keep(l->p, hw_place_text(&l->place, hw_strings_get(set->strings, innermost->file),
                                     innermost->line, innermost->col, room / 2 + room / 4));
    hw_page_spaces(l->p, TEXT_INDENT);
    hw_page_style(l->p, HW_STYLE_DIM);
    hw_page_printf(l->p, "%s", label);
    hw_page_style(l->p, HW_STYLE_PLAIN);
    hw_page_fit(l->p, hw_buf_view(&l->place), room);
    if (n > 1)
        hw_page_printf(l->p, " (%zu calls deep)", n);
    hw_page_printf(l->p, "\n");
}

/* The message; without its colon where only an explanation has the claim. */
static void message(list *l, const entry *e, size_t times)
{
    hw_str text = e->text;
    char more[32] = "";
    if (e->claim->flags & HW_CLAIM_HEADER_ONLY)
        hw_str_cut_suffix(&text, HW_STR(":"));
    if (times > 1)
        snprintf(more, sizeof more, " (%zu times)", times);
    hw_page_keep(l->p, hw_go_expression(text, &l->text));
    hw_page_fit(l->p, hw_buf_view(&l->text), l->width - TEXT_INDENT - hw_str_of(more).n);
    hw_page_style(l->p, HW_STYLE_PLAIN);
    hw_page_style(l->p, HW_STYLE_DIM);
    hw_page_printf(l->p, "%s", more);
    hw_page_style(l->p, HW_STYLE_PLAIN);
    hw_page_printf(l->p, "\n");
}

static void claim_lines(list *l, const entry *e, size_t times)
{
    char place[32] = "";
    const hw_claim *c = e->claim;
    bool heap =
        hw_claim_heap(c) && hw_message_class_role((hw_message_class)c->class) != HW_ROLE_PARAM;
    if (c->place.line && c->place.col)
        snprintf(place, sizeof place, "%" PRIu32 ":%" PRIu32, c->place.line, c->place.col);
    else if (c->place.line)
        snprintf(place, sizeof place, "%" PRIu32, c->place.line);
    hw_page_style(l->p, HW_STYLE_DIM);
    hw_page_printf(l->p, "%*s  ", PLACE_COLUMN, place);
    hw_page_style(l->p, HW_STYLE_PLAIN);
    if (heap)
        hw_page_style(l->p, HW_STYLE_BOLD);
    message(l, e, times);
    inlined_line(l, c);
    if (heap)
        hw_flow_text(l->p, l->summary->claims, c, TEXT_INDENT, l->width);
}

void hw_claims_list(hw_page *p, const hw_summary *summary, size_t width)
{
    list l = {.p = p, .summary = summary, .width = width, .kept = HW_MEM_OK};
    hw_claims_walk(summary, collect, &l);
    if (!l.kept)
        hw_page_keep(p, HW_NOMEM);
    else if (l.entries.len)
        qsort(l.entries.at, l.entries.len, sizeof *l.entries.at, by_place);
    for (size_t i = 0, times; p->out.status == HW_OK && i < l.entries.len; i += times) {
        const entry *e = &l.entries.at[i], *before = i ? e - 1 : NULL;
        for (times = 1; i + times < l.entries.len && repeats(&l, e, e + times);)
            times++;
        heading(&l, e, before);
        function_line(&l, e, before);
        claim_lines(&l, e, times);
    }
    hw_vec_free(&l.entries);
    hw_buf_free(&l.text);
    hw_buf_free(&l.place);
    hw_buf_free(&l.other);
}
