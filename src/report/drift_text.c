/* What drifted, on a terminal: how much of each kind, then one difference after the other. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "model/goname.h"
#include "report/page.h"
#include "report/writers.h"

enum {
    WIDTH_DEFAULT = 100,
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
    if (s != HW_OK && p->page.out.status == HW_OK)
        p->page.out.status = hw_nomem(p->page.out.err);
}

/* --- head ------------------------------------------------------------------------------------- */

/* The parts of a bundle are inputs of one name. */
static void inputs(drift_page *p, const hw_claims *c, size_t columns)
{
    bool one = c->inputs.len > 0;
    for (size_t i = 1; i < c->inputs.len; i++)
        one &= hw_str_eq(c->inputs.at[i].name, c->inputs.at[0].name);
    if (one)
        hw_page_fit(&p->page, c->inputs.at[0].name, columns);
    else
        hw_page_printf(&p->page, "%zu logs", c->inputs.len);
}

static void side(drift_page *p, hw_drift_end end)
{
    const hw_drift_side *s = &p->drift->side[end];
    uint64_t claims = s->claims->list.len + s->claims->leaks.len;
    char rest[160], go[HW_DRIFT_GO_TEXT];
    hw_drift_go(p->drift, end, go);
    snprintf(rest, sizeof rest, "  %s%s%" PRIu64 " claim%s in %" PRIu64 " package%s", go,
             go[0] ? "  " : "", claims, claims == 1 ? "" : "s", s->packages,
             s->packages == 1 ? "" : "s");
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
    switch (hw_drift_severity(k)[0]) {
    case 'e':
        return HW_STYLE_RED;
    case 'w':
        return HW_STYLE_YELLOW;
    default:
        return hw_drift_listed(k) ? HW_STYLE_CYAN : HW_STYLE_DIM;
    }
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
        hw_page_printf(&p->page, "%-*s", NAME_COLUMNS, hw_drift_name((hw_drift_kind)k));
        hw_page_style(&p->page, HW_STYLE_PLAIN);
        hw_page_printf(&p->page, "%s\n", hw_drift_text((hw_drift_kind)k));
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
    hw_buf all = {0};
    hw_str package = text_of(p, d->package), function = text_of(p, d->function);
    keep(p, hw_buf_str(&all, package));
    if (function.n && package.n)
        keep(p, hw_buf_str(&all, HW_STR(".")));
    keep(p, hw_buf_str(&all, function));
    if (function.n)
        keep(p, hw_go_name(hw_buf_view(&all), &p->text));
    else
        keep(p, (hw_buf_clear(&p->text), hw_buf_str(&p->text, hw_buf_view(&all))));
    if (d->variant) {
        keep(p, hw_buf_str(&p->text, HW_STR(" [")));
        keep(p, hw_buf_str(&p->text, text_of(p, d->variant)));
        keep(p, hw_buf_str(&p->text, HW_STR("]")));
    }
    hw_buf_free(&all);
}

static void place(const drift_page *p, const hw_said *s, char *buf, size_t n)
{
    hw_str file = text_of(p, s->file);
    hw_str_cut_prefix(&file, HW_STR("./"));
    if (file.n > 200)
        file = hw_str_from(file, file.n - 200);
    buf[0] = '\0';
    if (s->line)
        snprintf(buf, n, "%.*s:%" PRIu32, HW_STR_ARG(file), s->line);
}

/* The name, and at the end of the line the place. */
static void head_line(drift_page *p, const hw_difference *d, size_t used)
{
    char at[256];
    size_t room = p->width > used + 20 ? p->width - used : 20;
    place(p, hw_drift_shown(d), at, sizeof at);
    name_of(p, d);
    hw_str name = hw_buf_view(&p->text);
    size_t most = room > 2 * strlen(at) + 2 || !at[0] ? room : room / 2;
    if (at[0] && most > room - (strlen(at) + 2) && room > strlen(at) + 12)
        most = room - (strlen(at) + 2);
    hw_page_style(&p->page, HW_STYLE_BOLD);
    size_t took = hw_page_fit(&p->page, name, most);
    hw_page_style(&p->page, HW_STYLE_PLAIN);
    if (at[0]) {
        size_t left = room > took + 2 ? room - took - 2 : 1, need = hw_text_columns(hw_str_of(at));
        hw_page_spaces(&p->page, 2 + (need < left ? left - need : 0));
        hw_page_style(&p->page, HW_STYLE_DIM);
        hw_page_fit(&p->page, hw_str_of(at), left);
        hw_page_style(&p->page, HW_STYLE_PLAIN);
    }
    hw_page_printf(&p->page, "\n");
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

/* Of a function or package that is on one side only: how many claims, with --all which. */
static void members(drift_page *p, const hw_difference *d)
{
    hw_drift_end end = d->said[HW_DRIFT_B].here ? HW_DRIFT_B : HW_DRIFT_A;
    const hw_claims *c = p->drift->side[end].claims;
    uint32_t heap = 0;
    for (uint32_t i = 0; i < d->members; i++)
        heap += hw_claim_heap(&c->list.at[p->drift->members.at[d->members_at + i]]);
    hw_page_spaces(&p->page, INDENT);
    hw_page_printf(&p->page, "%s: %" PRIu32 " claim%s of the heap, %" PRIu32 " of the stack\n",
                   ends[end], heap, heap == 1 ? "" : "s", d->members - heap);
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
    hw_page_printf(&p->page, "%-*s", NAME_COLUMNS, hw_drift_name(d->kind));
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
        if (!p->options->all && !hw_drift_listed(one->kind)) {
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
                       more == 1 ? "" : "s");
    if (unlisted)
        hw_page_printf(&p->page,
                       "\n%zu difference%s of the last kinds %s counted only (--all lists them)\n",
                       unlisted, unlisted == 1 ? "" : "s", unlisted == 1 ? "is" : "are");
}

/* --- notes ------------------------------------------------------------------------------------ */

static void one_note(drift_page *p, const hw_note *n, const char *of)
{
    const char *severity = hw_note_severity(n->id);
    char label[32];
    snprintf(label, sizeof label, "%s%s%s", severity, of[0] ? " of " : "", of);
    hw_page_style(&p->page, severity[0] == 'e'   ? HW_STYLE_RED
                            : severity[0] == 'w' ? HW_STYLE_YELLOW
                                                 : HW_STYLE_DIM);
    hw_page_printf(&p->page, "%s:", label);
    hw_page_style(&p->page, HW_STYLE_PLAIN);
    hw_page_printf(&p->page, " ");
    hw_page_wrap(&p->page, text_of(p, n->text), strlen(label) + 2, strlen(label) + 2, p->width);
}

static void notes(drift_page *p)
{
    const hw_drift *d = p->drift;
    size_t all = d->notes.list.len;
    for (int end = 0; end < HW_DRIFT_ENDS; end++)
        all += d->side[end].claims->notes.list.len;
    if (all)
        hw_page_printf(&p->page, "\n");
    for (size_t i = 0; i < d->notes.list.len; i++)
        one_note(p, &d->notes.list.at[i], "");
    for (int end = 0; end < HW_DRIFT_ENDS; end++) {
        const hw_notes *list = &d->side[end].claims->notes;
        for (size_t i = 0; i < list->list.len; i++)
            one_note(p, &list->list.at[i], ends[end]);
    }
}

static hw_status write(const hw_drift *drift, const hw_report_options *options, const hw_sink *to,
                       hw_error *err)
{
    drift_page p = {.drift = drift,
                    .options = options,
                    .width = options->width ? options->width : WIDTH_DEFAULT,
                    .held = (drift->present & 1u << HW_INUSE_SPACE) != 0,
                    .allocated = (drift->present & 1u << HW_ALLOC_SPACE) != 0};
    if (p.width < WIDTH_MIN)
        p.width = WIDTH_MIN;
    hw_page_init(&p.page, to, options->colour, err);
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

const hw_drift_writer drift_writer_text = {
    .name = "text",
    .help = "what drifted, most serious first",
    .write = write,
};
