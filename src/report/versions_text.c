#include "report/versions_text.h"

#include <inttypes.h>
#include <string.h>

#include "go/goname.h"
#include "report/line.h"

enum { WIDTH_MIN = 60, CELL_MIN = 7, NAME_MIN = 12, TEXT_MIN = 20 };

typedef struct table {
    hw_page page;
    const hw_versions *v;
    const hw_report_options *options;
    size_t width, cell, name;
    hw_buf text;
} table;

static hw_str text_of(const table *t, hw_sid id)
{
    return hw_strings_get(t->v->strings, id);
}

static void keep(table *t, hw_status s)
{
    hw_page_keep(&t->page, s);
}

/* "1.21.13" */
static hw_str label(const table *t, const hw_go_version *v)
{
    hw_str s = text_of(t, v->go_version ? v->go_version : v->asked);
    hw_str_cut_prefix(&s, HW_STR("go"));
    return s;
}

static void measure(table *t)
{
    size_t columns = t->v->list.len;
    t->cell = CELL_MIN;
    for (size_t i = 0; i < columns; i++) {
        size_t n = hw_text_columns(label(t, &t->v->list.at[i])) + 2;
        t->cell = n > t->cell ? n : t->cell;
    }
    size_t left = t->width > columns * t->cell ? t->width - columns * t->cell : 0;
    t->name = left / 3 > NAME_MIN ? left / 3 : NAME_MIN;
}

static size_t text_columns(const table *t)
{
    size_t used = t->name + 2 + t->v->list.len * t->cell;
    return t->width > used + TEXT_MIN ? t->width - used : TEXT_MIN;
}

static void pad(table *t, size_t took, size_t columns)
{
    hw_page_spaces(&t->page, took < columns ? columns - took : 0);
}

static void heads(table *t)
{
    hw_page_printf(&t->page, "\n");
    hw_page_style(&t->page, HW_STYLE_DIM);
    hw_page_printf(&t->page, "%-*s  %-*s", (int)t->name, "function", (int)text_columns(t), "claim");
    for (size_t i = 0; i < t->v->list.len; i++) {
        hw_str s = label(t, &t->v->list.at[i]);
        size_t n = hw_text_columns(s);
        hw_page_spaces(&t->page, t->cell > n ? t->cell - n : 1);
        hw_page_fit(&t->page, s, t->cell);
    }
    hw_page_style(&t->page, HW_STYLE_PLAIN);
    hw_page_printf(&t->page, "\n");
}

static hw_style style_of(hw_cell_word w)
{
    static const hw_style styles[HW_CELL_COUNT] = {[HW_CELL_ABSENT] = HW_STYLE_DIM,
                                                   [HW_CELL_HEAP] = HW_STYLE_YELLOW,
                                                   [HW_CELL_STACK] = HW_STYLE_GREEN,
                                                   [HW_CELL_MAYBE] = HW_STYLE_CYAN};
    return styles[w];
}

/* What the claim speaks of, without the verdict that the columns have. */
static hw_str without_verdict(hw_str text)
{
    static const hw_str ends[] = {{" does not escape", 16}, {" escapes to heap", 16}};
    hw_str_cut_prefix(&text, HW_STR("moved to heap: "));
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (hw_str_cut_suffix(&text, ends[i]))
            break;
    return text;
}

static void row(table *t, const hw_version_row *r)
{
    const hw_cell *cells = &t->v->cells.at[r->cells_at], *last = cells;
    for (size_t i = 0; i < t->v->list.len; i++)
        last = cells[i].text ? &cells[i] : last;
    keep(t, hw_go_function(text_of(t, r->package), text_of(t, r->function), &t->text));
    pad(t, hw_page_fit(&t->page, hw_buf_view(&t->text), t->name), t->name);
    hw_page_printf(&t->page, "  ");
    keep(t, hw_go_expression(without_verdict(text_of(t, last->text)), &t->text));
    pad(t, hw_page_fit(&t->page, hw_buf_view(&t->text), text_columns(t)), text_columns(t));
    for (size_t i = 0; i < t->v->list.len; i++) {
        const char *word = hw_cell_names[cells[i].word];
        hw_page_style(&t->page, style_of(cells[i].word));
        hw_page_printf(&t->page, "%*s", (int)t->cell, word);
        hw_page_style(&t->page, HW_STYLE_PLAIN);
    }
    hw_page_printf(&t->page, "\n");
}

static void rows(table *t)
{
    size_t shown = 0, more = 0, same = 0;
    for (size_t i = 0; i < t->v->rows.len && t->page.out.status == HW_OK; i++) {
        const hw_version_row *r = &t->v->rows.at[i];
        if (!t->options->all && !r->differs) {
            same++;
        } else if (t->options->nodecount && shown == t->options->nodecount) {
            more++;
        } else {
            if (shown++ == 0)
                heads(t);
            row(t, r);
        }
    }
    if (more)
        hw_page_printf(&t->page, "\n%zu more claim%s (--nodecount=0 shows all)\n", more,
                       hw_plural(more));
    if (same)
        hw_page_printf(&t->page, "\n%zu claim%s the same in all versions%s\n", same,
                       same == 1 ? " is" : "s are", t->options->all ? "" : " (--all lists them)");
}

static void step(table *t, size_t i)
{
    const hw_version_step *s = &t->v->steps.at[i];
    hw_page_style(&t->page, HW_STYLE_BOLD);
    hw_page_text(&t->page, label(t, &t->v->list.at[i]));
    hw_page_printf(&t->page, " to ");
    hw_page_text(&t->page, label(t, &t->v->list.at[i + 1]));
    hw_page_style(&t->page, HW_STYLE_PLAIN);
    hw_page_printf(&t->page, ": %" PRIu64 " claims agree", s->same);
    for (int k = 0; k < HW_DRIFT_COUNT; k++)
        if (s->counts[k])
            hw_page_printf(&t->page, ", %" PRIu64 " %s", s->counts[k], hw_drift_rows[k].name);
    hw_page_printf(&t->page, "\n");
}

static void failures(table *t)
{
    for (size_t i = 0; i < t->v->failures.len; i++) {
        const hw_version_failure *f = &t->v->failures.at[i];
        hw_page_style(&t->page, HW_STYLE_RED);
        hw_page_text(&t->page, text_of(t, f->asked));
        hw_page_style(&t->page, HW_STYLE_PLAIN);
        hw_page_printf(&t->page, " could not be had: ");
        size_t used = hw_text_columns(text_of(t, f->asked)) + strlen(" could not be had: ");
        hw_page_wrap(&t->page, text_of(t, f->why), 4, used, t->width);
    }
}

static hw_status write(const hw_versions *v, const hw_report_options *options,
                       const hw_byte_sink *to, hw_error *err)
{
    table t = {
        .v = v, .options = options, .width = hw_page_width(options->width, WIDTH_MIN, SIZE_MAX)};
    hw_page_init(&t.page, to, options->colour, err);
    measure(&t);
    for (size_t i = 0; i < v->steps.len; i++)
        step(&t, i);
    if (v->list.len == 1) {
        hw_page_text(&t.page, label(&t, &v->list.at[0]));
        hw_page_printf(&t.page, " alone: there is nothing to compare it with\n");
    }
    rows(&t);
    failures(&t);
    hw_buf_free(&t.text);
    return hw_page_finish(&t.page);
}

const hw_versions_writer hw_versions_writer_text = {
    .name = "text",
    .help = "a row a claim, a column a version",
    .write = write,
};
