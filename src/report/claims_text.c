#include "report/claims_text.h"

#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>

#include "base/mem.h"
#include "go/goname.h"
#include "report/build_text.h"
#include "report/claims_list.h"
#include "report/line.h"
#include "report/notes_text.h"
#include "report/records_text.h"

enum { WIDTH_MIN = 40, NAME_INDENT = 19 };

static_assert(HW_PATTERN_ESCAPES_WITH_FLOW == HW_PATTERN_COUNT - 1, "the others are disjoint");

typedef struct text {
    hw_page page;
    const hw_summary *summary;
    const hw_claims *claims;
    const hw_report_options *options;
    size_t width;
    hw_buf name, other;
} text;

/* One row: a name, how often, and of some tables another count. */
typedef struct tally {
    hw_str name;
    uint64_t n, other;
} tally;

static int by_count(const void *a, const void *b)
{
    const tally *x = a, *y = b;
    int c;
    if ((c = HW_CMP(y->n, x->n)) || (c = HW_CMP(y->other, x->other)))
        return c;
    return hw_str_cmp(x->name, y->name);
}

static void title(text *t, const char *words)
{
    hw_page_printf(&t->page, "\n");
    hw_page_style(&t->page, HW_STYLE_BOLD);
    hw_page_printf(&t->page, "%s", words);
    hw_page_style(&t->page, HW_STYLE_PLAIN);
    hw_page_printf(&t->page, "\n");
}

/* How many of `n` rows are shown. */
static size_t shown_of(const text *t, size_t n)
{
    size_t most = t->options->nodecount;
    return most && most < n ? most : n;
}

static void more(text *t, size_t rest)
{
    if (rest == 0)
        return;
    hw_page_style(&t->page, HW_STYLE_DIM);
    hw_page_printf(&t->page, "%*s%zu more (--nodecount=0 shows all)\n", NAME_INDENT, "", rest);
    hw_page_style(&t->page, HW_STYLE_PLAIN);
}

static void share(text *t, uint64_t n, uint64_t of)
{
    hw_page_printf(&t->page, "%8" PRIu64 "  %5.1f%%  ", n,
                   of ? 100.0 * (double)n / (double)of : 0.0);
}

static void row(text *t, uint64_t n, uint64_t of, hw_str name)
{
    share(t, n, of);
    hw_page_fit(&t->page, name, t->width - NAME_INDENT);
    hw_page_printf(&t->page, "\n");
}

static void table(text *t, tally *rows, size_t n, uint64_t of)
{
    size_t shown = shown_of(t, n);
    qsort(rows, n, sizeof *rows, by_count);
    for (size_t i = 0; i < shown; i++)
        row(t, rows[i].n, of, rows[i].name);
    more(t, n - shown);
}

/* A table of two counts, with `names` above them. */
static void table_of_two(text *t, const char *names, tally *rows, size_t n)
{
    size_t shown = shown_of(t, n);
    qsort(rows, n, sizeof *rows, by_count);
    hw_page_style(&t->page, HW_STYLE_DIM);
    hw_page_printf(&t->page, "%s\n", names);
    hw_page_style(&t->page, HW_STYLE_PLAIN);
    for (size_t i = 0; i < shown; i++) {
        hw_page_printf(&t->page, "%8" PRIu64 " %8" PRIu64 "  ", rows[i].n, rows[i].other);
        hw_page_fit(&t->page, rows[i].name, t->width - NAME_INDENT);
        hw_page_printf(&t->page, "\n");
    }
    more(t, n - shown);
}

/* --- head ------------------------------------------------------------------------------------- */

static void put(text *t, hw_str s)
{
    hw_page_keep(&t->page, hw_buf_str(&t->name, s));
}

#define PUT(t, ...) hw_page_keep(&(t)->page, hw_buf_printf(&(t)->name, __VA_ARGS__))

/* What was put, in lines that fit. */
static void flush(text *t)
{
    hw_page_wrap(&t->page, hw_buf_view(&t->name), 2, 0, t->width);
    hw_buf_clear(&t->name);
}

static void filtered(text *t)
{
    const hw_summary *c = t->summary;
    if (c->selection.everything)
        return;
    PUT(t,
        "filtered: %" PRIu64 " of %" PRIu64 " claims, %" PRIu64 " of %" PRIu64 " about parameters",
        c->totals[HW_TOTAL_CLAIMS], c->before[HW_TOTAL_CLAIMS], c->totals[HW_TOTAL_PARAMETERS],
        c->before[HW_TOTAL_PARAMETERS]);
    if (c->selection.functions)
        PUT(t, ", %" PRIu64 " of %" PRIu64 " functions", c->totals[HW_TOTAL_FUNCTIONS],
            c->before[HW_TOTAL_FUNCTIONS]);
    hw_page_style(&t->page, HW_STYLE_CYAN);
    flush(t);
    hw_page_style(&t->page, HW_STYLE_PLAIN);
}

static void head(text *t)
{
    const hw_claims *c = t->claims;
    char go[HW_GO_TEXT];
    for (size_t i = 0; i < c->inputs.len; i++) {
        if (hw_input_part(c, i))
            continue;
        hw_page_style(&t->page, HW_STYLE_BOLD);
        hw_page_fit(&t->page, c->inputs.at[i].name, t->width - 20);
        hw_page_style(&t->page, HW_STYLE_PLAIN);
        hw_page_printf(&t->page, "  %" PRIu64 " lines\n", c->inputs.at[i].lines);
        hw_build_text(&t->page, c, i);
    }
    PUT(t, "%zu package blocks, %zu claims about allocations, %zu about parameters", c->blocks.len,
        c->list.len, c->leaks.len);
    hw_go_text(hw_strings_get(c->strings, c->go_version), c->go, go);
    if (go[0])
        PUT(t, ", %s", go);
    flush(t);
    filtered(t);
}

/* --- what is said ----------------------------------------------------------------------------- */

static void patterns(text *t)
{
    const hw_summary *c = t->summary;
    tally rows[HW_PATTERN_COUNT + 2];
    size_t n = 0;
    uint64_t all = c->totals[HW_TOTAL_CLAIMS] + c->totals[HW_TOTAL_PARAMETERS];
    for (unsigned i = 0; i < HW_PATTERN_ESCAPES_WITH_FLOW; i++)
        rows[n++] = (tally){hw_str_of(hw_pattern_names[i]), c->patterns[i], 0};
    if (c->only_explained)
        rows[n++] =
            (tally){HW_STR("only in explanations: closures of go and defer"), c->only_explained, 0};
    if (c->other_parameters)
        rows[n++] = (tally){HW_STR("other words about parameters"), c->other_parameters, 0};
    title(t, "claims by pattern");
    table(t, rows, n, all);
    hw_page_printf(&t->page, "\n");
    row(t, c->patterns[HW_PATTERN_ESCAPES_WITH_FLOW], c->totals[HW_TOTAL_HEAP] - c->only_explained,
        HW_STR("escapes_with_flow: heap verdicts that are explained"));
}

static void kinds(text *t)
{
    tally rows[HW_KIND_COUNT];
    size_t n = 0;
    for (unsigned i = 0; i < HW_KIND_COUNT; i++) {
        const uint64_t *k = t->summary->kinds[i];
        if (k[0] + k[1])
            rows[n++] = (tally){hw_str_of(hw_kind_rows[i].name), k[0], k[1]};
    }
    if (n == 0)
        return;
    title(t, "expressions");
    table_of_two(t, "    heap    stack", rows, n);
}

static void reasons(text *t)
{
    const hw_summary *c = t->summary;
    tally rows[HW_REASON_COUNT];
    size_t n = 0;
    for (unsigned i = 0; i < HW_REASON_COUNT; i++)
        if (c->with[i])
            rows[n++] = (tally){hw_str_of(hw_reason_names[i]), c->last[i], c->with[i]};
    if (n == 0)
        return;
    title(t, "why: reasons in the flows of heap claims");
    table_of_two(t, "    last anywhere", rows, n);
}

static void sinks(text *t)
{
    const hw_summary *c = t->summary;
    tally rows[HW_SINK_COUNT];
    size_t n = 0;
    for (unsigned i = 0; i < HW_SINK_COUNT; i++)
        if (c->sinks[i])
            rows[n++] = (tally){hw_str_of(hw_sink_rows[i].name), c->sinks[i], 0};
    if (n == 0 || c->sinks[HW_SINK_UNEXPLAINED] == c->totals[HW_TOTAL_HEAP])
        return;
    title(t, "where the flows of heap claims end");
    table(t, rows, n, c->totals[HW_TOTAL_HEAP]);
}

/* --- where ------------------------------------------------------------------------------------ */

/* Puts the readable name of a row into `name`. */
typedef void namer(text *t, const hw_summary_row *r);

static void name_package(text *t, const hw_summary_row *r)
{
    hw_str package = hw_summary_package(t->summary, r);
    put(t, package.n ? package : HW_STR("(before the first '# package' line)"));
}

/* "store.(*Store).Blob", as a profile would show it. */
static void name_function(text *t, const hw_summary_row *r)
{
    hw_str name = hw_summary_name(t->summary, r);
    hw_page_keep(&t->page, hw_go_function(hw_summary_package(t->summary, r),
                                          name.n ? name : HW_STR("(no function)"), &t->name));
}

static void name_target(text *t, const hw_summary_row *r)
{
    put(t, hw_str_of(hw_sink_rows[r->sink].name));
    put(t, HW_STR(": "));
    put(t, hw_summary_name(t->summary, r));
}

static void name_only(text *t, const hw_summary_row *r)
{
    put(t, hw_summary_name(t->summary, r));
}

static bool has_name(const hw_summary_row *r)
{
    return r->name != 0;
}

static void summary_table(text *t, const char *words, const hw_summary_table *table,
                          unsigned column, bool (*wanted)(const hw_summary_row *r), namer *name,
                          uint64_t of)
{
    const hw_summary_query query = {column, true, wanted, t->options->nodecount};
    uint32_t *order;
    size_t shown, all;
    if (!hw_summary_order(t->summary, table, &query, &order, &shown, &all)) {
        hw_page_keep(&t->page, HW_NOMEM);
        return;
    }
    if (shown)
        title(t, words);
    for (size_t i = 0; i < shown; i++) {
        const hw_summary_row *r = &table->rows.at[order[i]];
        hw_buf_clear(&t->name);
        name(t, r);
        row(t, r->n[column], of, hw_buf_view(&t->name));
    }
    more(t, all - shown);
    hw_mem_free(order);
}

static void leaks(text *t)
{
    const hw_summary *c = t->summary;
    tally rows[HW_LEAK_COUNT];
    size_t n = 0;
    for (unsigned i = 0; i < HW_LEAK_COUNT; i++)
        if (c->leaks[i])
            rows[n++] = (tally){hw_str_of(hw_summary_leak_names[i]), c->leaks[i], 0};
    if (n == 0)
        return;
    title(t, "parameters");
    table(t, rows, n, c->totals[HW_TOTAL_PARAMETERS]);
}

static void places(text *t)
{
    const hw_summary *c = t->summary;
    const uint64_t *of = c->totals;
    summary_table(t, "what keeps the most values on the heap", &c->targets, HW_ROW_HEAP, has_name,
                  name_target, of[HW_TOTAL_HEAP]);
    summary_table(t, "packages with the most heap claims", &c->packages, HW_ROW_HEAP, NULL,
                  name_package, of[HW_TOTAL_HEAP]);
    summary_table(t, "functions with the most heap claims", &c->functions, HW_ROW_HEAP, NULL,
                  name_function, of[HW_TOTAL_HEAP]);
    leaks(t);
    summary_table(t, "functions whose parameters leak the most", &c->functions, HW_ROW_PARAMETERS,
                  NULL, name_function, of[HW_TOTAL_PARAMETERS]);
}

/* --- inlining --------------------------------------------------------------------------------- */

static void obstacles(text *t)
{
    const hw_summary *c = t->summary;
    tally rows[HW_OBSTACLE_COUNT];
    size_t n = 0;
    rows[n++] = (tally){HW_STR("can be inlined"), c->inlinable, 0};
    for (unsigned i = HW_OBSTACLE_NONE + 1; i < HW_OBSTACLE_COUNT; i++)
        if (c->obstacles[i])
            rows[n++] = (tally){hw_obstacle_name((hw_obstacle)i), c->obstacles[i], 0};
    title(t, n > 1 ? "functions, and what keeps them from being inlined"
                   : "functions (-m lists those only that can be inlined)");
    table(t, rows, n, c->totals[HW_TOTAL_FUNCTIONS]);
}

/* Instances of a generic function, which several packages compile, read the same. */
static bool reads_same(text *t, const hw_too_complex *a, const hw_too_complex *b)
{
    const hw_place *p = &a->place, *q = &b->place;
    const hw_strings *strings = t->claims->strings;
    if (a->cost != b->cost || a->budget != b->budget || p->file != q->file || p->line != q->line ||
        p->col != q->col)
        return false;
    if (a->name == b->name)
        return true;
    hw_page_keep(&t->page, hw_go_expression(hw_strings_get(strings, a->name), &t->name));
    hw_page_keep(&t->page, hw_go_expression(hw_strings_get(strings, b->name), &t->other));
    return hw_str_eq(hw_buf_view(&t->name), hw_buf_view(&t->other));
}

static void nearly_row(text *t, const hw_too_complex *x, size_t times)
{
    const hw_strings *strings = t->claims->strings;
    size_t room = t->width - NAME_INDENT;
    hw_page_printf(&t->page, "%8" PRIu32 " of %4" PRIu32 "  ", x->cost, x->budget);
    hw_page_keep(&t->page, hw_go_expression(hw_strings_get(strings, x->name), &t->name));
    if (times > 1)
        PUT(t, " (%zu times)", times);
    hw_str name = hw_buf_view(&t->name);
    hw_page_keep(&t->page, hw_place_text(&t->other, hw_strings_get(strings, x->place.file),
                                         x->place.line, 0, hw_place_room(room, 0, name)));
    hw_page_ends(&t->page, room, name, HW_STYLE_PLAIN, hw_buf_view(&t->other));
}

static void nearly(text *t)
{
    const hw_summary *c = t->summary;
    size_t most = t->options->nodecount, shown = 0, rest = 0;
    for (size_t i = 0, times; i < c->too_complex.len; i += times) {
        const hw_too_complex *x = &c->too_complex.at[i];
        for (times = 1; i + times < c->too_complex.len && reads_same(t, x, x + times);)
            times++;
        if (most && shown == most) {
            rest++;
            continue;
        }
        shown++;
        nearly_row(t, x, times);
    }
    more(t, rest);
}

static void too_complex(text *t)
{
    const hw_summary *c = t->summary;
    if (c->too_complex.len == 0)
        return;
    title(t, "too complex: cost over budget");
    for (unsigned i = 0; i < HW_OVER_COUNT; i++)
        if (c->over[i])
            row(t, c->over[i], c->obstacles[HW_OBSTACLE_TOO_COMPLEX],
                hw_str_of(hw_over_budget_rows[i].name));
    title(t, "nearly inlined: the least over budget");
    nearly(t);
}

static void inlining(text *t)
{
    const hw_summary *c = t->summary;
    if (c->totals[HW_TOTAL_FUNCTIONS]) {
        obstacles(t);
        too_complex(t);
    }
    summary_table(t, "calls that were inlined, by callee", &c->callees, HW_ROW_HEAP, NULL,
                  name_only, c->totals[HW_TOTAL_CALLS]);
}

/* --- lines and notes -------------------------------------------------------------------------- */

/* Counts lines of the whole log: a filter does not apply to lines. */
static void classes(text *t)
{
    char names[(size_t)HW_CLASS_COUNT * HW_POS_FORMS][HW_CLASS_TEXT];
    tally rows[(size_t)HW_CLASS_COUNT * HW_POS_FORMS];
    size_t n = 0;
    for (unsigned s = 0; s < HW_CLASS_COUNT; s++)
        for (unsigned f = 0; f < HW_POS_FORMS; f++)
            if (t->claims->by_class[s][f]) {
                hw_class_name((hw_message_class)s, (hw_position_form)f, names[n]);
                rows[n] = (tally){hw_str_of(names[n]), t->claims->by_class[s][f], 0};
                n++;
            }
    if (n)
        title(t, "lines by class");
    table(t, rows, n, t->claims->log_lines);
}

static void notes(text *t)
{
    const hw_claims *c = t->claims;
    size_t errors = hw_notes_errors(&c->notes);
    if (c->notes.list.len > errors)
        title(t, "notes");
    for (size_t i = errors; i < c->notes.list.len; i++) {
        const hw_note *n = &c->notes.list.at[i];
        const char *name = hw_note_rows[n->id].name;
        size_t used = 2 + hw_text_columns(hw_str_of(name)) + 2;
        hw_page_printf(&t->page, "  %s: ", name);
        hw_page_wrap(&t->page, hw_strings_get(c->strings, n->text), 4, used, t->width);
    }
}

static hw_status write(const hw_summary *c, const hw_report_options *o, const hw_byte_sink *to,
                       hw_error *err)
{
    text t = {.summary = c,
              .claims = c->claims,
              .options = o,
              .width = hw_page_width(o->width, WIDTH_MIN, SIZE_MAX)};
    hw_page_init(&t.page, to, o->colour, err);
    hw_errors_text(&t.page, c->claims->strings, &c->claims->notes, NULL, t.width);
    head(&t);
    patterns(&t);
    kinds(&t);
    reasons(&t);
    sinks(&t);
    places(&t);
    inlining(&t);
    if (c->selection.everything) {
        classes(&t);
        hw_records_text(&t.page, c->claims, t.width);
    }
    if (o->all)
        hw_claims_list(&t.page, c, t.width);
    notes(&t);
    hw_buf_free(&t.name);
    hw_buf_free(&t.other);
    return hw_page_finish(&t.page);
}

const hw_claims_writer hw_claims_writer_text = {
    .name = "text",
    .help = "the census of the diagnostics; the claims with their flows with --all",
    .write = write,
};
