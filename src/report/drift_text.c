#include "report/drift_text.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "go/goname.h"
#include "report/line.h"
#include "report/notes_text.h"

enum {
    WIDTH_MIN = 60,
    NAME_COLUMNS = 16, /* of a kind */
    SIZE_COLUMNS = 9,
    INDENT = 6,
};

static const char *const ends[HW_DRIFT_ENDS] = {[HW_DRIFT_A] = "A", [HW_DRIFT_B] = "B"};

typedef struct drift_page {
    hw_page page;
    const hw_drift *drift;
    const hw_report_options *options;
    size_t width;
    bool held, allocated; /* columns of bytes */
    hw_buf text;
} drift_page;

static hw_str text_of(const drift_page *p, hw_sid id)
{
    return hw_strings_get(p->drift->strings, id);
}

static void keep(drift_page *p, hw_status s)
{
    hw_page_keep(&p->page, s);
}

/* --- head ------------------------------------------------------------------------------------- */

static void inputs(drift_page *p, const hw_claims *c, size_t columns)
{
    size_t n = hw_input_count(c);
    if (n == 1)
        hw_page_fit(&p->page, c->inputs.at[0].name, columns);
    else
        hw_page_printf(&p->page, "%zu logs", n);
}

static void side(drift_page *p, hw_drift_end end)
{
    const hw_drift_side *s = &p->drift->side[end];
    uint64_t claims = s->claims->list.len + s->claims->leaks.len;
    char rest[160], go[HW_GO_TEXT];
    hw_go_text(text_of(p, s->go_version), s->go, go);
    snprintf(rest, sizeof rest, "  %s%s%" PRIu64 " claim%s in %" PRIu64 " package%s", go,
             go[0] ? "  " : "", claims, hw_plural(claims), s->packages, hw_plural(s->packages));
    hw_page_style(&p->page, HW_STYLE_BOLD);
    hw_page_printf(&p->page, "%-9s", ends[end]);
    hw_page_style(&p->page, HW_STYLE_PLAIN);
    inputs(p, s->claims, p->width - 9 > strlen(rest) ? p->width - 9 - strlen(rest) : 8);
    hw_page_printf(&p->page, "%s\n", rest);
}

static void profiles(drift_page *p)
{
    for (size_t i = 0; i < p->drift->profiles.len; i++) {
        const hw_drift_profile *one = &p->drift->profiles.at[i];
        bool a = one->of[HW_DRIFT_A], b = one->of[HW_DRIFT_B];
        hw_page_style(&p->page, HW_STYLE_BOLD);
        hw_page_printf(&p->page, "%-9s", "profile");
        hw_page_style(&p->page, HW_STYLE_PLAIN);
        hw_page_fit(&p->page, text_of(p, one->name), p->width - 30);
        hw_page_printf(&p->page, "  %s\n",
                       a && b ? "of A or B"
                       : a    ? "of A"
                       : b    ? "of B"
                              : "of neither");
    }
}

static void filter(drift_page *p)
{
    const hw_report_options *o = p->options;
    uint64_t kept = p->drift->list.len;
    if (!p->drift->filtered)
        return;
    hw_page_style(&p->page, HW_STYLE_BOLD);
    hw_page_printf(&p->page, "%-9s", "filter");
    hw_page_style(&p->page, HW_STYLE_PLAIN);
    for (size_t i = 0; i < o->package_count; i++) {
        hw_page_printf(&p->page, "package ");
        hw_page_fit(&p->page, o->packages[i], 40);
        hw_page_printf(&p->page, "  ");
    }
    const char *const words[][2] = {{"focus ", o->focus}, {"ignore ", o->ignore}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (words[i][1]) {
            hw_page_printf(&p->page, "%s", words[i][0]);
            hw_page_fit(&p->page, hw_str_of(words[i][1]), 40);
            hw_page_printf(&p->page, "  ");
        }
    hw_page_printf(&p->page, "keeps %" PRIu64 " of %" PRIu64 " differences\n", kept,
                   p->drift->before);
}

/* --- how much of each kind -------------------------------------------------------------------- */

static hw_style style_of(hw_drift_kind k)
{
    hw_style style = hw_severity_style(hw_drift_rows[k].severity);
    return style == HW_STYLE_DIM && hw_drift_rows[k].listed ? HW_STYLE_CYAN : style;
}

static void size(drift_page *p, const hw_values *v, int64_t bytes)
{
    char text[HW_SIZE_TEXT] = "-";
    if (v)
        hw_size_text(bytes, p->options->unit, text);
    hw_page_printf(&p->page, "%*s", SIZE_COLUMNS, text);
}

static void sizes(drift_page *p, const hw_values *v)
{
    if (p->held)
        size(p, v, v ? v->v[HW_INUSE_SPACE] : 0);
    if (p->allocated)
        size(p, v, !v ? 0 : p->held ? hw_values_churned(v) : v->v[HW_ALLOC_SPACE]);
}

static void size_titles(drift_page *p)
{
    if (p->held)
        hw_page_printf(&p->page, "%*s", SIZE_COLUMNS, "held");
    if (p->allocated)
        hw_page_printf(&p->page, "%*s", SIZE_COLUMNS, p->held ? "churned" : "allocated");
}

static void kinds(drift_page *p)
{
    hw_page_printf(&p->page, "\n");
    hw_page_style(&p->page, HW_STYLE_DIM);
    hw_page_printf(&p->page, "%*s", SIZE_COLUMNS, "count");
    size_titles(p);
    hw_page_style(&p->page, HW_STYLE_PLAIN);
    hw_page_printf(&p->page, "\n");
    for (int k = 0; k < HW_DRIFT_COUNT; k++) {
        const hw_drift_count *c = &p->drift->counts[k];
        if (c->n == 0)
            continue;
        hw_page_printf(&p->page, "%*" PRIu64, SIZE_COLUMNS, c->n);
        sizes(p, &c->values);
        hw_page_printf(&p->page, "  ");
        hw_page_style(&p->page, style_of((hw_drift_kind)k));
        hw_page_printf(&p->page, "%-*s", NAME_COLUMNS, hw_drift_rows[k].name);
        hw_page_style(&p->page, HW_STYLE_PLAIN);
        hw_page_printf(&p->page, "%s\n", hw_drift_rows[k].text);
    }
    hw_page_style(&p->page, HW_STYLE_DIM);
    hw_page_printf(&p->page, "%*" PRIu64 "%*s  claims agree\n", SIZE_COLUMNS, p->drift->same,
                   (p->held + p->allocated) * SIZE_COLUMNS, "");
    hw_page_style(&p->page, HW_STYLE_PLAIN);
}

/* --- one difference --------------------------------------------------------------------------- */

/* "store.(*Store).Blob", or the package where it is about all of it. */
static void name_of(drift_page *p, const hw_difference *d)
{
    if (d->function) {
        keep(p, hw_go_function(text_of(p, d->package), text_of(p, d->function), &p->text));
    } else {
        hw_buf_clear(&p->text);
        keep(p, hw_buf_str(&p->text, text_of(p, d->package)));
    }
    if (d->variant) {
        keep(p, hw_buf_str(&p->text, HW_STR(" [")));
        keep(p, hw_buf_str(&p->text, text_of(p, d->variant)));
        keep(p, hw_buf_str(&p->text, HW_STR("]")));
    }
}

/* The name, and at the end of the line the place. */
static void head_line(drift_page *p, const hw_difference *d, size_t used)
{
    const hw_said *s = hw_drift_shown(d);
    size_t room = p->width > used + 20 ? p->width - used : 20;
    hw_buf place = {0};
    name_of(p, d);
    hw_str name = hw_buf_view(&p->text);
    if (s->line)
        keep(p,
             hw_place_text(&place, text_of(p, s->file), s->line, 0, hw_place_room(room, 0, name)));
    hw_page_ends(&p->page, room, name, HW_STYLE_BOLD, hw_buf_view(&place));
    hw_buf_free(&place);
}

static void said(drift_page *p, const hw_difference *d, hw_drift_end end)
{
    const hw_said *s = &d->said[end];
    if (!s->here || s->text == 0)
        return;
    hw_page_spaces(&p->page, INDENT);
    hw_page_printf(&p->page, "%s: ", ends[end]);
    keep(p, hw_go_expression(text_of(p, s->text), &p->text));
    char calls[40] = "";
    if (s->count > 1)
        snprintf(calls, sizeof calls, " (%" PRIu32 " calls)", s->count);
    hw_page_fit(&p->page, hw_buf_view(&p->text), p->width - INDENT - 3 - strlen(calls));
    hw_page_printf(&p->page, "%s\n", calls);
    if (s->why == 0)
        return;
    hw_page_spaces(&p->page, INDENT + 3);
    hw_page_printf(&p->page, "why: ");
    hw_page_fit(&p->page, text_of(p, s->why), p->width / 2);
    if (s->sink && !hw_str_eq(text_of(p, s->sink), HW_STR("{heap}"))) {
        hw_page_printf(&p->page, ", to ");
        hw_page_fit(&p->page, text_of(p, s->sink), p->width / 3);
    }
    hw_page_printf(&p->page, "\n");
}

/* For a function or package that one side alone has: how many claims it has, and with --all which.
 */
static void members(drift_page *p, const hw_difference *d)
{
    hw_drift_end end = d->said[HW_DRIFT_B].here ? HW_DRIFT_B : HW_DRIFT_A;
    const hw_claims *c = p->drift->side[end].claims;
    uint32_t heap = 0;
    for (uint32_t i = 0; i < d->members; i++)
        heap += hw_claim_heap(&c->list.at[p->drift->members.at[d->members_at + i]]);
    hw_page_spaces(&p->page, INDENT);
    hw_page_printf(&p->page, "%s: %" PRIu32 " claim%s of the heap, %" PRIu32 " of the stack\n",
                   ends[end], heap, hw_plural(heap), d->members - heap);
    for (uint32_t i = 0; p->options->all && i < d->members; i++) {
        const hw_claim *claim = &c->list.at[p->drift->members.at[d->members_at + i]];
        hw_page_spaces(&p->page, INDENT + 3);
        keep(p, hw_go_expression(hw_claim_text(c, claim), &p->text));
        hw_page_fit(&p->page, hw_buf_view(&p->text), p->width - INDENT - 3);
        hw_page_printf(&p->page, "\n");
    }
}

static void difference(drift_page *p, const hw_difference *d)
{
    size_t used = (size_t)(p->held + p->allocated) * SIZE_COLUMNS + 2 + NAME_COLUMNS;
    sizes(p, hw_drift_values(d));
    hw_page_printf(&p->page, "  ");
    hw_page_style(&p->page, style_of(d->kind));
    hw_page_printf(&p->page, "%-*s", NAME_COLUMNS, hw_drift_rows[d->kind].name);
    hw_page_style(&p->page, HW_STYLE_PLAIN);
    head_line(p, d, used);
    if (hw_drift_whole(d->kind)) {
        members(p, d);
        return;
    }
    said(p, d, HW_DRIFT_A);
    said(p, d, HW_DRIFT_B);
    if (d->reworded && d->kind != HW_DRIFT_REWORDED) {
        hw_page_spaces(&p->page, INDENT);
        hw_page_printf(&p->page, "reworded: taken for one claim\n");
    }
}

static void differences(drift_page *p)
{
    const hw_drift *d = p->drift;
    size_t shown = 0, more = 0, unlisted = 0;
    if (d->list.len)
        hw_page_printf(&p->page, "\n");
    for (size_t i = 0; i < d->list.len && p->page.out.status == HW_OK; i++) {
        const hw_difference *one = &d->list.at[i];
        if (!p->options->all && !hw_drift_rows[one->kind].listed) {
            unlisted++;
        } else if (p->options->nodecount && shown == p->options->nodecount) {
            more++;
        } else {
            difference(p, one);
            shown++;
        }
    }
    if (more)
        hw_page_printf(&p->page, "\n%zu more difference%s (--nodecount=0 shows all)\n", more,
                       hw_plural(more));
    if (unlisted)
        hw_page_printf(&p->page,
                       "\n%zu difference%s of the last kinds %s counted only (--all lists them)\n",
                       unlisted, hw_plural(unlisted), unlisted == 1 ? "is" : "are");
}

/* --- notes ------------------------------------------------------------------------------------ */

static void errors(drift_page *p)
{
    const hw_drift *d = p->drift;
    hw_errors_text(&p->page, d->strings, &d->notes, NULL, p->width);
    for (int end = 0; end < HW_DRIFT_ENDS; end++)
        hw_errors_text(&p->page, d->strings, &d->side[end].claims->notes, ends[end], p->width);
}

static size_t count_notes(const hw_notes *n)
{
    return n->list.len - hw_notes_errors(n);
}

static void notes(drift_page *p)
{
    const hw_drift *d = p->drift;
    size_t all = count_notes(&d->notes);
    for (int end = 0; end < HW_DRIFT_ENDS; end++)
        all += count_notes(&d->side[end].claims->notes);
    if (all)
        hw_page_printf(&p->page, "\n");
    hw_notes_text(&p->page, d->strings, &d->notes, NULL, p->width);
    for (int end = 0; end < HW_DRIFT_ENDS; end++)
        hw_notes_text(&p->page, d->strings, &d->side[end].claims->notes, ends[end], p->width);
}

static hw_status write(const hw_drift *drift, const hw_report_options *options,
                       const hw_byte_sink *to, hw_error *err)
{
    drift_page p = {.drift = drift,
                    .options = options,
                    .width = hw_page_width(options->width, WIDTH_MIN, SIZE_MAX),
                    .held = (drift->present & 1u << HW_INUSE_SPACE) != 0,
                    .allocated = (drift->present & 1u << HW_ALLOC_SPACE) != 0};
    hw_page_init(&p.page, to, options->colour, err);
    errors(&p);
    side(&p, HW_DRIFT_A);
    side(&p, HW_DRIFT_B);
    profiles(&p);
    filter(&p);
    kinds(&p);
    differences(&p);
    notes(&p);
    hw_buf_free(&p.text);
    return hw_page_finish(&p.page);
}

const hw_drift_writer hw_drift_writer_text = {
    .name = "text",
    .help = "what drifted, most serious first",
    .write = write,
};
