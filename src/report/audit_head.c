#include "report/audit_head.h"

#include <inttypes.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <time.h>

enum {
    LABEL = 10, /* columns of the words at the left */
    SHARES = 36 /* where the shares of the verdicts begin */
};

/* Texts in a row, two spaces apart, continued on a new line where the page ends. */
typedef struct row {
    hw_audit_table *t;
    size_t column, indent;
    bool first;
} row;

static row begin(hw_audit_table *t, const char *label)
{
    hw_page_style(&t->page, HW_STYLE_BOLD);
    hw_page_printf(&t->page, "%-*s", label[0] ? LABEL : 0, label);
    hw_page_style(&t->page, HW_STYLE_PLAIN);
    return (row){t, label[0] ? LABEL : 0, LABEL, true};
}

static void piece(row *r, hw_style style, hw_str text)
{
    hw_page *p = &r->t->page;
    size_t columns = hw_text_columns(text);
    if (!r->first && r->column + 2 + columns > r->t->width) {
        hw_page_printf(p, "\n");
        hw_page_spaces(p, r->indent);
        r->column = r->indent;
    } else if (!r->first) {
        hw_page_spaces(p, 2);
        r->column += 2;
    }
    if (style != HW_STYLE_PLAIN)
        hw_page_style(p, style);
    r->column += hw_page_fit(p, text, r->t->width - r->column);
    if (style != HW_STYLE_PLAIN)
        hw_page_style(p, HW_STYLE_PLAIN);
    r->first = false;
}

static void words(row *r, hw_style style, const char *fmt, ...) HW_PRINTF(3, 4);
static void words(row *r, hw_style style, const char *fmt, ...)
{
    char text[256];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    piece(r, style, hw_str_of(text));
}

static void end(row *r)
{
    hw_page_printf(&r->t->page, "\n");
}

/* --- the program ---------------------------------------------------------------------------- */

/* The program's name, as its first mapping has it. */
static hw_str program(const hw_audit_table *t)
{
    const hw_profile *p = t->audit->profile;
    hw_str file = p->mappings.len ? hw_audit_table_string(t, p->mappings.at[0].file) : (hw_str){0};
    if (file.n == 0 && p->inputs.len)
        file = p->inputs.at[0].name;
    return hw_str_base(file);
}

static void profile_time(row *r, const hw_profile *p)
{
    const hw_profile_input *in = p->inputs.at;
    while (!hw_input_counts(in) && in + 1 < p->inputs.at + p->inputs.len)
        in++;
    int64_t part = in->time_nanos % INT64_C(1000000000);
    time_t seconds = (time_t)(in->time_nanos / INT64_C(1000000000) - (part < 0));
    struct tm tm;
    char text[40];
    if (hw_profile_counted(p) > 1)
        words(r, HW_STYLE_PLAIN, "%zu profiles added up", hw_profile_counted(p));
    else if (in->time_nanos && gmtime_r(&seconds, &tm) &&
             strftime(text, sizeof text, "%Y-%m-%d %H:%M:%SZ", &tm))
        words(r, HW_STYLE_PLAIN, "%s", text);
    if (p->delta)
        words(r, HW_STYLE_BOLD, "%s %.0f s", p->stored ? "covers" : "difference over",
              (double)in->duration_nanos / 1e9);
}

/* No process of the inputs samples its heap. */
static bool is_off(const hw_profile *p)
{
    size_t off = 0;
    for (size_t i = 0; i < p->inputs.len; i++)
        off += p->inputs.at[i].off;
    return off && off == p->inputs.len;
}

static void program_row(hw_audit_table *t)
{
    const hw_profile *p = t->audit->profile;
    char rate[HW_SIZE_TEXT];
    row r = begin(t, "");
    piece(&r, HW_STYLE_BOLD, program(t));
    if (t->audit->go_version)
        piece(&r, HW_STYLE_PLAIN, hw_audit_table_string(t, t->audit->go_version));
    if (p->inputs.len)
        profile_time(&r, p);
    hw_size_text(p->period, t->options->unit, rate);
    if (is_off(p))
        words(&r, HW_STYLE_BOLD, "memory profiling is off");
    else if (p->merged)
        words(&r, HW_STYLE_PLAIN, "one process more than once");
    else if (p->period == 0)
        words(&r, HW_STYLE_PLAIN, "sampling rate unknown");
    else if (p->period == 1)
        words(&r, HW_STYLE_PLAIN, "every allocation recorded");
    else
        words(&r, HW_STYLE_PLAIN, "1 sample = %s", rate);
    end(&r);
}

static void claims_row(hw_audit_table *t)
{
    const hw_claims *c = t->audit->claims;
    uint64_t all = c->list.len + c->leaks.len, packages = t->audit->diagnosed_packages;
    row r = begin(t, "claims");
    if (c->inputs.len == 0) {
        words(&r, HW_STYLE_PLAIN, "none given; record them:");
        words(&r, HW_STYLE_PLAIN, "go build -gcflags=all=-m=2 ./... 2> escape.log");
        end(&r);
        return;
    }
    if (hw_input_count(c) == 1)
        piece(&r, HW_STYLE_PLAIN, c->inputs.at[0].name);
    else
        words(&r, HW_STYLE_PLAIN, "%zu logs", hw_input_count(c));
    words(&r, HW_STYLE_PLAIN, "%" PRIu64 " claim%s in %" PRIu64 " package%s", all, hw_plural(all),
          packages, hw_plural(packages));
    if (c->go_version)
        piece(&r, HW_STYLE_PLAIN, hw_audit_table_string(t, c->go_version));
    end(&r);
}

static void build_row(hw_audit_table *t)
{
    static const char *const texts[] = {[HW_BUILD_UNKNOWN] = "unknown",
                                        [HW_BUILD_MATCHES] = "profile and log match",
                                        [HW_BUILD_DIFFERS] = "PROFILE AND LOG DIFFER"};
    const hw_audit *a = t->audit;
    if (a->claims->inputs.len == 0)
        return;
    row r = begin(t, "build");
    words(&r, a->build_match == HW_BUILD_DIFFERS ? HW_STYLE_RED : HW_STYLE_PLAIN, "%s%s",
          texts[a->build_match], a->build_reasons.len ? ":" : "");
    if (a->build_reasons.len == 0) {
        end(&r);
        return;
    }
    for (size_t i = 0; i < a->build_reasons.len; i++) {
        hw_page_spaces(&t->page, i ? LABEL : 1);
        hw_page_wrap(&t->page, hw_audit_table_string(t, a->build_reasons.at[i]), LABEL,
                     i ? LABEL : r.column + 1, t->width);
    }
}

static void filter_rows(hw_audit_table *t)
{
    const hw_unfiltered *b = &t->audit->before;
    char held[HW_SIZE_TEXT], churned[HW_SIZE_TEXT];
    if (!b->set)
        return;
    row r = begin(t, "filter");
    if (t->options->focus)
        words(&r, HW_STYLE_PLAIN, "focus %s", t->options->focus);
    if (t->options->ignore)
        words(&r, HW_STYLE_PLAIN, "ignore %s", t->options->ignore);
    words(&r, HW_STYLE_PLAIN, "keeps %zu of %" PRIu64 " site%s", t->audit->findings.len,
          b->findings, hw_plural(b->findings));
    end(&r);
    r = begin(t, "before");
    hw_size_text(b->totals.v[HW_INUSE_SPACE], t->options->unit, held);
    if (hw_audit_table_has(t, HW_INUSE_SPACE))
        words(&r, HW_STYLE_PLAIN, "held %s", held);
    bool both = hw_audit_table_has(t, HW_INUSE_SPACE) && hw_audit_table_has(t, HW_ALLOC_SPACE);
    hw_size_text(both ? hw_values_churned(&b->totals) : b->totals.v[HW_ALLOC_SPACE],
                 t->options->unit, churned);
    if (hw_audit_table_has(t, HW_ALLOC_SPACE))
        words(&r, HW_STYLE_PLAIN, "%s %s", both ? "churned" : "allocated", churned);
    end(&r);
}

/* --- totals --------------------------------------------------------------------------------- */

/* The standard error of a sum of independent sites; negative if that of one site is unknown. */
static double total_error(const hw_audit_table *t, hw_value v)
{
    double sum = 0;
    for (size_t i = 0; i < t->audit->findings.len; i++) {
        double e = (double)t->audit->findings.at[i].stderr_space[v];
        if (e < 0)
            return -1;
        sum += e * e;
    }
    return sqrt(sum);
}

static void share(row *r, hw_verdict v, int64_t part, int64_t all)
{
    double percent = all ? 100.0 * (double)part / (double)all : 0;
    if (fabs(percent) < 0.5)
        words(r, hw_verdict_style(v), "%s <1%%", hw_verdict_rows[v].name);
    else
        words(r, hw_verdict_style(v), "%s %.0f%%", hw_verdict_rows[v].name, percent);
}

static int64_t held_of(const hw_values *v)
{
    return v->v[HW_INUSE_SPACE];
}

static int64_t allocated_of(const hw_values *v)
{
    return v->v[HW_ALLOC_SPACE];
}

static void total_row(hw_audit_table *t, const char *name, int64_t (*of)(const hw_values *),
                      double error)
{
    char total[HW_SIZE_TEXT], around[HW_SIZE_TEXT] = "";
    row r = begin(t, name);
    hw_size_text(of(&t->audit->totals), t->options->unit, total);
    words(&r, HW_STYLE_BOLD, "%9s", total);
    if (error >= 1 && error < 9e18)
        hw_size_text((int64_t)error, t->options->unit, around);
    if (around[0])
        words(&r, HW_STYLE_PLAIN, "+/- %s", around);
    r.indent = SHARES;
    for (int v = 0; v < HW_VERDICTS_WITH_BYTES; v++) {
        int64_t part = of(&t->audit->coverage[v]);
        size_t from = SHARES - 2; /* a piece puts two spaces before it */
        if (part && r.column < from) {
            hw_page_spaces(&t->page, from - r.column);
            r.column = from;
        }
        if (part)
            share(&r, (hw_verdict)v, part, of(&t->audit->totals));
    }
    end(&r);
}

void hw_audit_head(hw_audit_table *t)
{
    bool held = hw_audit_table_has(t, HW_INUSE_SPACE),
         allocated = hw_audit_table_has(t, HW_ALLOC_SPACE);
    program_row(t);
    claims_row(t);
    build_row(t);
    filter_rows(t);
    if (held)
        total_row(t, "held", held_of, total_error(t, HW_INUSE_SPACE));
    if (held && allocated)
        total_row(t, "churned", hw_values_churned, -1);
    else if (allocated)
        total_row(t, "allocated", allocated_of, total_error(t, HW_ALLOC_SPACE));
    if (t->audit->sort != HW_INUSE_SPACE)
        hw_page_printf(&t->page, "ranked by %s\n", hw_value_rows[t->audit->sort].name);
}
