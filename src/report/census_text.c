#include "report/census_text.h"

#include <inttypes.h>
#include <stdio.h>

#include "go/goname.h"
#include "report/audit_site.h"
#include "report/line.h"
#include "report/notes_text.h"

enum {
    WIDTH_MIN = 60,
    WIDTH_MAX = 160,
    COUNT_COLUMNS = 9,
    NAME_COLUMNS = 14,
    INDENT = 6,
    ROOM_MIN = 16
};

static const char *const meanings[HW_VERDICTS_WITH_BYTES] = {
    [HW_CONFIRMED] = "the compiler said heap, and a call is there",
    [HW_CONTRADICTED] = "\"does not escape\", yet a call is there for what does not fit the stack",
    [HW_UNCLAIMED] = "a call without a claim: maps that grow, channels, go and defer",
    [HW_AMBIGUOUS] = "claims of the line disagree",
    [HW_UNDIAGNOSED] = "in packages that the diagnostics do not hold",
};

static void head(hw_audit_table *t)
{
    const hw_audit *a = t->audit;
    const hw_executable *p = &a->profile->programs.at[0];
    const hw_build_info *build = &p->build;
    uint64_t claims = a->claims->list.len + a->claims->leaks.len;
    hw_page_style(&t->page, HW_STYLE_BOLD);
    hw_page_printf(&t->page, "%-9s", p->listing ? "listing" : "program");
    hw_page_style(&t->page, HW_STYLE_PLAIN);
    hw_page_fit(&t->page, build->file, t->width - 30);
    hw_page_printf(&t->page, "%s", build->go_version.n ? "  " : "");
    hw_page_text(&t->page, build->go_version);
    hw_page_printf(&t->page, "\n");
    hw_page_style(&t->page, HW_STYLE_BOLD);
    hw_page_printf(&t->page, "%-9s", "claims");
    hw_page_style(&t->page, HW_STYLE_PLAIN);
    if (hw_input_count(a->claims) == 1)
        hw_page_fit(&t->page, a->claims->inputs.at[0].name, t->width - 40);
    else
        hw_page_printf(&t->page, "%zu logs", hw_input_count(a->claims));
    hw_page_printf(&t->page, "  %" PRIu64 " in %" PRIu64 " package%s\n\n", claims,
                   a->diagnosed_packages, hw_plural(a->diagnosed_packages));
}

static void meaning(hw_audit_table *t, const char *words)
{
    enum { COLUMN = COUNT_COLUMNS + 2 + NAME_COLUMNS };
    hw_page_wrap(&t->page, hw_str_of(words), COLUMN, COLUMN, t->width);
}

static void counts(hw_audit_table *t)
{
    const hw_audit *a = t->audit;
    bool differs = a->build_match == HW_BUILD_DIFFERS;
    hw_page_style(&t->page, HW_STYLE_DIM);
    hw_page_printf(&t->page, "%*s\n", COUNT_COLUMNS, "calls");
    hw_page_style(&t->page, HW_STYLE_PLAIN);
    for (int v = 0; v < HW_VERDICTS_WITH_BYTES; v++) {
        int64_t n = a->coverage[v].v[HW_ALLOC_OBJECTS];
        if (n == 0)
            continue;
        hw_page_printf(&t->page, "%*" PRId64 "  ", COUNT_COLUMNS, n);
        hw_page_style(&t->page, hw_verdict_style((hw_verdict)v));
        hw_page_printf(&t->page, "%-*s", NAME_COLUMNS, hw_verdict_rows[v].name);
        hw_page_style(&t->page, HW_STYLE_PLAIN);
        meaning(t, differs ? hw_cause_rows[HW_CAUSE_BUILD_MISMATCH].text : meanings[v]);
    }
    if (differs)
        return;
    hw_page_printf(&t->page, "%*" PRIu64 "  %-*s", COUNT_COLUMNS, a->unobserved, NAME_COLUMNS,
                   "no call");
    meaning(t, hw_notes_find(&a->notes, HW_NOTE_LISTING_INLINED)
                   ? "the compiler said heap, but nothing there can allocate, or was left out"
                   : "the compiler said heap, but nothing there can allocate");
}

/* "append-grow: runtime.growslice of main.T, 2 calls" */
static void detail(hw_audit_table *t, const hw_finding *f)
{
    const char *cause = hw_cause_rows[f->cause].name;
    hw_str verdict = hw_str_of(hw_verdict_rows[f->verdict].name),
           type = hw_audit_table_string(t, f->type);
    hw_str allocator = hw_audit_table_string(t, f->allocator);
    char more[40] = "";
    if (f->values.v[HW_ALLOC_OBJECTS] > 1)
        snprintf(more, sizeof more, ", %" PRId64 " calls", f->values.v[HW_ALLOC_OBJECTS]);
    hw_page_spaces(&t->page, INDENT);
    hw_page_style(&t->page, hw_verdict_style(f->verdict));
    hw_page_text(&t->page, verdict);
    hw_page_style(&t->page, HW_STYLE_PLAIN);
    hw_page_printf(&t->page, "%s%s: ", cause ? " " : "", cause ? cause : "");
    size_t used = INDENT + verdict.n + 2 + (cause ? 1 + hw_str_of(cause).n : 0) + hw_str_of(more).n;
    size_t room = t->width > used + ROOM_MIN ? t->width - used : ROOM_MIN;
    room -= hw_page_fit(&t->page, allocator, type.n ? room / 2 : room);
    if (type.n) {
        hw_page_printf(&t->page, " of ");
        hw_page_fit(&t->page, type, room > 4 ? room - 4 : 1);
    }
    hw_page_printf(&t->page, "%s\n", more);
}

static bool listed(const hw_audit_table *t, const hw_finding *f)
{
    return f->verdict == HW_CONTRADICTED || f->verdict == HW_UNCLAIMED ||
           f->verdict == HW_AMBIGUOUS || (t->options->all && f->verdict == HW_CONFIRMED);
}

static void site(hw_audit_table *t, const hw_finding *f)
{
    hw_page_keep(&t->page, hw_go_name(hw_audit_table_string(t, f->function), &t->left));
    hw_buf_clear(&t->right);
    hw_str name = hw_buf_view(&t->left);
    hw_page_keep(&t->page, hw_place_text(&t->right, hw_audit_table_string(t, f->path), f->line, 0,
                                         hw_place_room(t->width, 0, name)));
    hw_page_ends(&t->page, t->width, name, HW_STYLE_BOLD, hw_buf_view(&t->right));
    t->at = INDENT;
    t->room = t->width - INDENT;
    hw_audit_site_inlined(t, f);
    detail(t, f);
}

static void sites(hw_audit_table *t)
{
    size_t shown = 0, rest = 0;
    for (size_t i = 0; i < t->audit->findings.len && t->page.out.status == HW_OK; i++) {
        const hw_finding *f = &t->audit->findings.at[i];
        if (!listed(t, f))
            continue;
        if (t->options->nodecount && shown == t->options->nodecount) {
            rest++;
            continue;
        }
        hw_page_printf(&t->page, "%s", shown++ ? "" : "\n");
        site(t, f);
    }
    if (rest)
        hw_page_printf(&t->page, "\n%zu more site%s (--nodecount=0 shows all)\n", rest,
                       hw_plural(rest));
}

static void without_bytes(hw_audit_table *t)
{
    bool first = true;
    t->at = 0;
    t->room = t->width;
    for (size_t i = 0; t->options->all && i < t->audit->without_bytes.len; i++) {
        if (t->audit->without_bytes.at[i].verdict != HW_UNOBSERVED)
            continue;
        if (first)
            hw_page_printf(&t->page, "\nheap claims without a call\n");
        first = false;
        hw_audit_claim_without_bytes(t, &t->audit->without_bytes.at[i]);
    }
    if (!t->options->all && t->audit->unobserved)
        hw_page_printf(&t->page, "\n%" PRIu64 " heap claim%s without a call (--all lists %s)\n",
                       t->audit->unobserved, hw_plural(t->audit->unobserved),
                       t->audit->unobserved == 1 ? "it" : "them");
}

static hw_status write(const hw_audit *audit, const hw_report_options *o, const hw_byte_sink *to,
                       hw_error *err)
{
    hw_audit_table t = {
        .audit = audit, .options = o, .width = hw_page_width(o->width, WIDTH_MIN, WIDTH_MAX)};
    hw_page_init(&t.page, to, o->colour, err);
    hw_errors_text(&t.page, audit->strings, &audit->notes, NULL, t.width);
    head(&t);
    counts(&t);
    sites(&t);
    without_bytes(&t);
    if (audit->notes.list.len > hw_notes_errors(&audit->notes))
        hw_page_printf(&t.page, "\n");
    hw_notes_text(&t.page, audit->strings, &audit->notes, NULL, t.width);
    hw_buf_free(&t.left);
    hw_buf_free(&t.right);
    return hw_page_finish(&t.page);
}

const hw_census_writer hw_census_writer_text = {
    .name = "text",
    .help = "counts, calls without a heap claim, heap claims without a call",
    .write = write,
};
