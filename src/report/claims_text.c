/* The census of a log for people: what the compiler said, how often, why and where. */
#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/error.h"
#include "base/mem.h"
#include "report/builds.h"
#include "report/claims_channels.h"
#include "report/page.h"
#include "report/writers.h"

enum { WIDTH_DEFAULT = 100, WIDTH_MIN = 40, TOP = 10, NAME_INDENT = 21 };

static_assert(HW_PATTERN_ESCAPES_WITH_FLOW == HW_PATTERN_COUNT - 1, "the others are disjoint");

typedef struct census {
    hw_page page;
    const hw_claims *claims;
    size_t width;
    bool all;
} census;

/* One row of a table: a name, how often, of how many. */
typedef struct tally {
    hw_str name;
    uint64_t n;
} tally;

static int by_count(const void *a, const void *b)
{
    const tally *x = a, *y = b;
    if (x->n != y->n)
        return x->n < y->n ? 1 : -1;
    return hw_str_cmp(x->name, y->name);
}

static void title(census *t, const char *text)
{
    hw_page_printf(&t->page, "\n");
    hw_page_style(&t->page, HW_STYLE_BOLD);
    hw_page_printf(&t->page, "%s", text);
    hw_page_style(&t->page, HW_STYLE_PLAIN);
    hw_page_printf(&t->page, "\n");
}

/* Sorted by count; without --all the first TOP, and how many more there are. */
static void table(census *t, tally *rows, size_t n, uint64_t of, size_t top)
{
    size_t shown = t->all || n <= top ? n : top;
    qsort(rows, n, sizeof *rows, by_count);
    for (size_t i = 0; i < shown; i++) {
        hw_page_printf(&t->page, "%12" PRIu64 "  %5.1f%%  ", rows[i].n,
                       of ? 100.0 * (double)rows[i].n / (double)of : 0.0);
        hw_page_fit(&t->page, rows[i].name, t->width - NAME_INDENT);
        hw_page_printf(&t->page, "\n");
    }
    if (shown < n) {
        hw_page_style(&t->page, HW_STYLE_DIM);
        hw_page_printf(&t->page, "%*s%zu more with --all\n", NAME_INDENT, "", n - shown);
        hw_page_style(&t->page, HW_STYLE_PLAIN);
    }
}

static void head(census *t)
{
    const hw_claims *c = t->claims;
    for (size_t i = 0; i < c->inputs.len; i++) {
        if (hw_input_part(c, i))
            continue;
        hw_page_style(&t->page, HW_STYLE_BOLD);
        hw_page_fit(&t->page, c->inputs.at[i].name, t->width - 20);
        hw_page_style(&t->page, HW_STYLE_PLAIN);
        hw_page_printf(&t->page, "  %" PRIu64 " lines\n", c->inputs.at[i].lines);
        hw_build_text(&t->page, c, i);
    }
    hw_page_printf(&t->page,
                   "%zu package blocks, %zu claims about allocations, %zu about "
                   "parameters",
                   c->blocks.len, c->list.len, c->leaks.len);
    if (c->go_version) {
        hw_page_printf(&t->page, ", ");
        hw_page_text(&t->page, hw_strings_get(c->strings, c->go_version));
    } else if (c->go.min > 0 && c->go.max < 99 && c->go.min != c->go.max) {
        hw_page_printf(&t->page, ", Go 1.%d to 1.%d", c->go.min, c->go.max);
    } else if (c->go.min > 0 && c->go.min == c->go.max) {
        hw_page_printf(&t->page, ", Go 1.%d", c->go.min);
    } else if (c->go.min > 0) {
        hw_page_printf(&t->page, ", Go 1.%d or later", c->go.min);
    } else if (c->go.max < 99) {
        hw_page_printf(&t->page, ", Go 1.%d or earlier", c->go.max);
    }
    hw_page_printf(&t->page, "\n");
}

/* The six disjoint patterns, and how many of the heap verdicts among them say why. */
static void patterns(census *t)
{
    const uint64_t *of = t->claims->patterns;
    tally rows[HW_PATTERN_ESCAPES_WITH_FLOW];
    uint64_t all = 0;
    for (unsigned i = 0; i < HW_PATTERN_ESCAPES_WITH_FLOW; i++) {
        rows[i] = (tally){hw_str_of(hw_pattern_name((hw_pattern)i)), of[i]};
        all += of[i];
    }
    title(t, "verdict lines by pattern");
    table(t, rows, HW_PATTERN_ESCAPES_WITH_FLOW, all, HW_PATTERN_ESCAPES_WITH_FLOW);
    tally explained = {hw_str_of(hw_pattern_name(HW_PATTERN_ESCAPES_WITH_FLOW)),
                       of[HW_PATTERN_ESCAPES_WITH_FLOW]};
    uint64_t heap =
        of[HW_PATTERN_MOVED_TO_HEAP] + of[HW_PATTERN_ADDRESS_ESCAPES] + of[HW_PATTERN_ESCAPES];
    title(t, "heap verdicts with an explanation");
    table(t, &explained, 1, heap, 1);
}

static void reasons(census *t)
{
    tally rows[HW_REASON_COUNT];
    size_t n = 0;
    uint64_t all = 0;
    for (unsigned i = 0; i < HW_REASON_COUNT; i++) {
        if (t->claims->reasons[i])
            rows[n++] = (tally){hw_str_of(hw_reason_name((hw_reason)i)), t->claims->reasons[i]};
        all += t->claims->reasons[i];
    }
    if (n == 0)
        return;
    title(t, "reasons, of all steps of explanations");
    table(t, rows, n, all, TOP);
}

static int by_name(const void *a, const void *b)
{
    const tally *x = a, *y = b;
    return hw_str_cmp(x->name, y->name);
}

/* Heap claims of each package, blocks of one name added up. Returns the rows. */
static size_t count_packages(const hw_claims *c, tally *rows, uint64_t *all)
{
    size_t n = 0;
    for (size_t i = 0; i < c->blocks.len; i++)
        rows[i] = (tally){hw_strings_get(c->strings, c->blocks.at[i].package), 0};
    for (size_t i = 0; i < c->list.len; i++)
        if (hw_claim_heap(&c->list.at[i])) {
            rows[c->list.at[i].place.block].n++;
            ++*all;
        }
    qsort(rows, c->blocks.len, sizeof *rows, by_name);
    for (size_t i = 0; i < c->blocks.len; i++) {
        if (n && hw_str_eq(rows[n - 1].name, rows[i].name))
            rows[n - 1].n += rows[i].n;
        else if (n == 0 || rows[n - 1].n)
            rows[n++] = rows[i];
        else
            rows[n - 1] = rows[i]; /* a package that puts nothing on the heap */
    }
    return n && rows[n - 1].n == 0 ? n - 1 : n;
}

static hw_status packages(census *t, hw_error *err)
{
    const hw_claims *c = t->claims;
    uint64_t all = 0;
    if (c->blocks.len == 0)
        return HW_OK;
    tally *rows = hw_mem_alloc(c->blocks.len, sizeof *rows);
    if (!rows)
        return hw_nomem(err);
    size_t n = count_packages(c, rows, &all);
    for (size_t i = 0; i < n; i++)
        if (rows[i].name.n == 0)
            rows[i].name = HW_STR("(before the first '# package' line)");
    if (n) {
        title(t, "packages with the most heap claims");
        table(t, rows, n, all, TOP);
    }
    hw_mem_free(rows);
    return HW_OK;
}

static void classes(census *t)
{
    static const char *const suffix[HW_POS_FORMS] = {
        [HW_POS_PLAIN] = "", [HW_POS_BARE] = "[bare]", [HW_POS_UNKNOWN] = "[nopos]"};
    char names[HW_SHAPE_COUNT * HW_POS_FORMS][40];
    tally rows[HW_SHAPE_COUNT * HW_POS_FORMS];
    size_t n = 0;
    for (unsigned s = 0; s < HW_SHAPE_COUNT; s++)
        for (unsigned f = 0; f < HW_POS_FORMS; f++)
            if (t->claims->by_shape[s][f]) {
                snprintf(names[n], sizeof names[n], "%s%s", hw_shape_name((hw_shape)s), suffix[f]);
                rows[n] = (tally){hw_str_of(names[n]), t->claims->by_shape[s][f]};
                n++;
            }
    title(t, "lines by class");
    table(t, rows, n, t->claims->records, HW_SHAPE_COUNT * HW_POS_FORMS);
}

static void notes(census *t)
{
    const hw_claims *c = t->claims;
    if (c->notes.list.len)
        title(t, "notes");
    for (size_t i = 0; i < c->notes.list.len; i++) {
        const hw_note *n = &c->notes.list.at[i];
        const char *name = hw_note_name(n->id);
        size_t used = 2 + hw_text_columns(hw_str_of(name)) + 2;
        hw_page_printf(&t->page, "  %s: ", name);
        hw_page_wrap(&t->page, hw_strings_get(c->strings, n->text), 4, used, t->width);
    }
}

static hw_status write(const hw_claims *c, const hw_report_options *o, const hw_sink *to,
                       hw_error *err)
{
    census t = {.claims = c, .all = o->all, .width = o->width ? o->width : WIDTH_DEFAULT};
    if (t.width < WIDTH_MIN)
        t.width = WIDTH_MIN;
    hw_page_init(&t.page, to, o->colour, err);
    head(&t);
    patterns(&t);
    reasons(&t);
    HW_TRY(packages(&t, err));
    classes(&t);
    hw_channels_text(&t.page, c);
    notes(&t);
    return hw_page_finish(&t.page);
}

const hw_claims_writer claims_writer_text = {
    .name = "text",
    .help = "the census of the diagnostics",
    .write = write,
};
