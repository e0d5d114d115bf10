#include "report/audit_text.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "report/audit_head.h"
#include "report/audit_site.h"
#include "report/columns.h"
#include "report/notes_text.h"

enum {
    WIDTH_MIN = 60,
    WIDTH_MAX = 1000,
    SITE_MIN = 40,   /* columns beside the numbers; with fewer a site gets a line of its own */
    SITE_INDENT = 4, /* of that line */
    DETAIL_INDENT = 6,
    END_MAX = 160, /* with more, the places stand too far from their names */
};

/* A row's numbers, its verdict (the last word) in its colour. */
static void row(hw_audit_table *t, hw_str line, const hw_finding *f)
{
    size_t verdict = strlen(hw_verdict_rows[f->verdict].name);
    hw_page_text(&t->page, hw_str_sub(line, 0, line.n - verdict));
    hw_page_style(&t->page, hw_finding_style(f));
    hw_page_text(&t->page, hw_str_from(line, line.n - verdict));
    hw_page_style(&t->page, HW_STYLE_PLAIN);
}

static void from_column(hw_audit_table *t, size_t at)
{
    t->at = at;
    t->room = (t->width < END_MAX ? t->width : END_MAX) - at;
}

static void rows(hw_audit_table *t, hw_columns *numbers, size_t shown)
{
    bool beside = numbers->width + 2 + SITE_MIN <= t->width;
    size_t site_at = beside ? numbers->width + 2 : SITE_INDENT;
    hw_str head = hw_columns_next(numbers);
    hw_page_printf(&t->page, "\n");
    hw_page_style(&t->page, HW_STYLE_DIM);
    hw_page_text(&t->page, head);
    if (beside) {
        hw_page_spaces(&t->page, site_at - head.n);
        hw_page_printf(&t->page, "site");
    }
    hw_page_style(&t->page, HW_STYLE_PLAIN);
    hw_page_printf(&t->page, "\n");
    for (size_t i = 0; i < shown && t->page.out.status == HW_OK; i++) {
        const hw_finding *f = &t->audit->findings.at[i];
        hw_str line = hw_columns_next(numbers);
        row(t, line, f);
        if (!beside)
            hw_page_printf(&t->page, "\n");
        hw_page_spaces(&t->page, beside ? site_at - line.n : site_at);
        from_column(t, site_at);
        hw_audit_site(t, f);
        from_column(t, DETAIL_INDENT);
        hw_audit_site_details(t, f);
    }
}

static hw_status sites(hw_audit_table *t, size_t shown, hw_error *err)
{
    hw_columns numbers;
    if (t->audit->findings.len == 0) {
        hw_page_printf(&t->page, "\nno sites: %s\n",
                       t->audit->before.set ? "nothing is left by the filter"
                                            : "the profile has no samples with bytes");
        return HW_OK;
    }
    hw_status s = hw_columns_make(t->audit, t->options, shown, &numbers, err);
    if (s != HW_OK)
        return s;
    rows(t, &numbers, shown);
    hw_columns_free(&numbers);
    return HW_OK;
}

/* A paragraph of our own. */
static void paragraph(hw_audit_table *t, const char *fmt, ...) HW_PRINTF(2, 3);
static void paragraph(hw_audit_table *t, const char *fmt, ...)
{
    char text[512];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    hw_page_printf(&t->page, "\n");
    hw_page_wrap(&t->page, hw_str_of(text), 0, 0, t->width);
}

static void omitted(hw_audit_table *t, size_t shown)
{
    const hw_audit *a = t->audit;
    bool held = hw_audit_table_has(t, HW_INUSE_SPACE),
         alloc = hw_audit_table_has(t, HW_ALLOC_SPACE);
    size_t rest = a->findings.len - shown;
    char in[HW_SIZE_TEXT], out[HW_SIZE_TEXT];
    hw_values sum = {0};
    if (rest == 0)
        return;
    for (size_t i = shown; i < a->findings.len; i++)
        hw_values_add(&sum, &a->findings.at[i].values);
    hw_size_text(sum.v[HW_INUSE_SPACE], t->options->unit, in);
    hw_size_text(held ? hw_values_churned(&sum) : sum.v[HW_ALLOC_SPACE], t->options->unit, out);
    paragraph(t, "%zu more site%s:%s%s%s%s%s (--nodecount=0 shows all)", rest, hw_plural(rest),
              held ? " held " : "", held ? in : "", held && alloc ? "," : "",
              !alloc ? ""
              : held ? " churned "
                     : " allocated ",
              alloc ? out : "");
}

static void without_bytes(hw_audit_table *t)
{
    const hw_audit *a = t->audit;
    uint64_t n = a->unobserved + a->upheld;
    if (n == 0)
        return;
    paragraph(t, "%" PRIu64 " claim%s without bytes: %" PRIu64 " unobserved, %" PRIu64 " upheld%s",
              n, hw_plural(n), a->unobserved, a->upheld,
              t->options->all ? "" : " (--all lists them)");
    from_column(t, 0);
    for (size_t i = 0; t->options->all && i < a->without_bytes.len && t->page.out.status == HW_OK;
         i++)
        hw_audit_claim_without_bytes(t, &a->without_bytes.at[i]);
}

static hw_status write(const hw_audit *audit, const hw_report_options *options,
                       const hw_byte_sink *to, hw_error *err)
{
    hw_audit_table t = {.audit = audit, .options = options};
    size_t shown = audit->findings.len;
    if (options->nodecount && options->nodecount < shown)
        shown = options->nodecount;
    t.width = hw_page_width(options->width, WIDTH_MIN, WIDTH_MAX);
    hw_page_init(&t.page, to, options->colour, err);
    hw_errors_text(&t.page, audit->strings, &audit->notes, NULL, t.width);
    hw_audit_head(&t);
    hw_status s = sites(&t, shown, err);
    if (s == HW_OK) {
        omitted(&t, shown);
        without_bytes(&t);
        if (audit->notes.list.len > hw_notes_errors(&audit->notes))
            hw_page_printf(&t.page, "\n");
        hw_notes_text(&t.page, audit->strings, &audit->notes, NULL, t.width);
        s = hw_page_finish(&t.page);
    }
    hw_buf_free(&t.left);
    hw_buf_free(&t.right);
    return s;
}

const hw_audit_writer hw_audit_writer_text = {
    .name = "text",
    .help = "a table for the terminal",
    .write = write,
};
