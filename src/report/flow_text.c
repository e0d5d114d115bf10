#include "report/flow_text.h"

#include <inttypes.h>

#include "base/error.h"
#include "base/mem.h"
#include "claims/sink.h"
#include "go/goname.h"
#include "report/line.h"

enum {
    ROUTES_MAX = 3,   /* explanations shown of one claim */
    HOPS_MAX = 100,   /* steps shown of one explanation */
    NODE_MAX = 32,    /* columns of a variable or expression on the way */
    TARGET_MAX = 48,  /* columns of what a value ends in */
    PLACE_MAX = 32,   /* columns of a place in another file */
    ROOM_MIN = 24,    /* columns that a chain is given at least */
    NODE_COLUMN = 16, /* columns of the left part of a line of its own */
};

static const char arrow[] = "\xe2\x86\x92 "; /* → and a space */
enum { ARROW_COLUMNS = 2 };

static const char gave_up[] = "(the compiler gave up here)";

/* One flow step: what the value reaches, and the last of the steps that make it. */
typedef struct hop {
    hw_str to;
    hw_step from; /* `why` empty: none */
    bool gave_up; /* no step: the compiler's warning */
} hop;

typedef struct chain {
    hw_page *p;
    const hw_claims *set;
    hw_str file; /* of the claim */
    size_t indent, width;
    HW_VEC(hop) hops;
    size_t left_out;
    hw_flow_end end;
    hw_buf text, place;
} chain;

static void keep(chain *c, hw_status s)
{
    hw_page_keep(c->p, s);
}

/* --- what is shown of a step ------------------------------------------------------------------ */

/* "heap", "result", the expression of a storage, a variable. */
static void node_text(chain *c, hw_str to)
{
    if (hw_str_cut_prefix(&to, HW_STR("{storage for ")))
        hw_str_cut_suffix(&to, HW_STR("}"));
    if (hw_str_eq(to, HW_STR("{heap}")))
        to = HW_STR("heap");
    else if (hw_is_result_name(to))
        to = HW_STR("result");
    else if (hw_str_eq(to, HW_STR("{temp}")) || hw_str_starts(to, HW_STR(".autotmp_")))
        to = HW_STR("temporary");
    keep(c, hw_go_expression(to, &c->text));
}

/* A file other than the claim's is named. */
static void place_text(chain *c, const hw_step *s, size_t columns)
{
    hw_buf_clear(&c->place);
    if (s->line && hw_str_eq(s->file, c->file))
        keep(c, hw_buf_printf(&c->place, ":%" PRIu32, s->line));
    else if (s->line)
        keep(c, hw_place_text(&c->place, s->file, s->line, 0, columns));
}

static bool is_heap(const hop *h)
{
    return hw_str_eq(h->to, HW_STR("{heap}"));
}

/* --- all of it on one line -------------------------------------------------------------------- */

/* Writes, or (with `write` false) only measures, at most `max` columns of a text. */
static size_t part(chain *c, bool write, hw_str text, size_t max, hw_style style)
{
    size_t columns = hw_text_columns(text);
    if (write) {
        hw_page_style(c->p, style);
        columns = hw_page_fit(c->p, text, max);
        hw_page_style(c->p, HW_STYLE_PLAIN);
    }
    return columns < max ? columns : max;
}

static size_t words(chain *c, bool write, const char *text)
{
    return part(c, write, hw_str_of(text), SIZE_MAX, HW_STYLE_DIM);
}

/* " of fmt.Println", " to s.buf", " for go or defer": what the reason alone does not say. */
static size_t target(chain *c, const hop *h, bool write)
{
    const hw_flow_end *end = &c->end;
    bool last = h == &c->hops.at[c->hops.len - 1] && is_heap(h);
    hw_str text = {0};
    const char *word = "of";
    if (last && end->kind == HW_SINK_STATEMENT)
        return words(c, write, " for go or defer");
    if (last && hw_sink_rows[end->kind].word[0]) {
        text = end->target;
        bool append = end->kind == HW_SINK_APPEND && end->why == HW_REASON_CALL_PARAMETER;
        word = append ? "of append to" : hw_sink_rows[end->kind].word;
    } else if (hw_str_eq(h->from.why, HW_STR("call parameter"))) {
        text = hw_call_callee(h->from.from);
    }
    if (text.n == 0)
        return 0;
    keep(c, hw_go_name(text, &c->text));
    size_t n = words(c, write, " ") + words(c, write, word) + words(c, write, " ");
    return n + part(c, write, hw_buf_view(&c->text), TARGET_MAX, HW_STYLE_PLAIN);
}

static size_t short_hop(chain *c, const hop *h, bool write)
{
    if (h->gave_up)
        return words(c, write, gave_up);
    size_t n = words(c, write, arrow);
    node_text(c, h->to);
    n +=
        part(c, write, hw_buf_view(&c->text), NODE_MAX, is_heap(h) ? HW_STYLE_RED : HW_STYLE_PLAIN);
    if (h->from.why.n == 0)
        return n;
    n += words(c, write, " (");
    n += part(c, write, h->from.why, SIZE_MAX, HW_STYLE_DIM);
    n += target(c, h, write);
    place_text(c, &h->from, PLACE_MAX);
    if (c->place.n) {
        n += words(c, write, ", ");
        n += part(c, write, hw_buf_view(&c->place), PLACE_MAX, HW_STYLE_DIM);
    }
    return n + words(c, write, ")");
}

static size_t one_line(chain *c, bool write)
{
    size_t n = 0;
    for (size_t i = 0; i < c->hops.len; i++) {
        if (i)
            n += words(c, write, " ");
        n += short_hop(c, &c->hops.at[i], write);
    }
    return n;
}

/* --- a line for each step --------------------------------------------------------------------- */

static size_t node_column(chain *c)
{
    size_t most = 0, limit = (c->width - c->indent) / 3;
    for (size_t i = 0; i < c->hops.len; i++) {
        node_text(c, c->hops.at[i].to);
        size_t n = hw_text_columns(hw_buf_view(&c->text));
        most = n > most ? n : most;
    }
    if (limit > NODE_MAX)
        limit = NODE_MAX;
    if (limit < NODE_COLUMN)
        limit = NODE_COLUMN;
    return most < limit ? most : limit;
}

static void long_hop(chain *c, const hop *h, size_t column)
{
    hw_page_spaces(c->p, c->indent);
    if (h->gave_up) {
        words(c, true, gave_up);
        hw_page_printf(c->p, "\n");
        return;
    }
    words(c, true, arrow);
    node_text(c, h->to);
    size_t took =
        part(c, true, hw_buf_view(&c->text), column, is_heap(h) ? HW_STYLE_RED : HW_STYLE_PLAIN);
    if (h->from.why.n == 0) {
        hw_page_printf(c->p, "\n");
        return;
    }
    hw_page_spaces(c->p, column - took + 2);
    size_t used = c->indent + ARROW_COLUMNS + column + 2;
    size_t room = c->width > used + ROOM_MIN ? c->width - used : ROOM_MIN;
    used = part(c, true, h->from.why, SIZE_MAX, HW_STYLE_DIM);
    used += words(c, true, ": ");
    keep(c, hw_go_expression(h->from.from, &c->text));
    hw_str text = hw_buf_view(&c->text);
    room = room > used + ROOM_MIN / 2 ? room - used : ROOM_MIN / 2;
    place_text(c, &h->from, hw_place_room(room, 0, text));
    hw_page_ends(c->p, room, text, HW_STYLE_PLAIN, hw_buf_view(&c->place));
}

/* --- reading ---------------------------------------------------------------------------------- */

static HW_MEM add(chain *c, hop h)
{
    size_t n = c->hops.len;
    hop *last = n ? &c->hops.at[n - 1] : NULL;
    bool no_reason = h.from.why.n == 0;
    /* A step through {temp} without a reason says nothing: it is merged with its neighbour. */
    if (last && !h.gave_up && hw_str_eq(last->to, HW_STR("{temp}")) &&
        (no_reason || last->from.why.n == 0)) {
        if (no_reason)
            last->to = h.to;
        else
            *last = h;
        return HW_MEM_OK;
    }
    if (n == HOPS_MAX) {
        c->left_out++;
        c->hops.at[n - 1] = h; /* the end is what matters most */
        return HW_MEM_OK;
    }
    return hw_vec_push(&c->hops, h);
}

static HW_MEM read_hops(chain *c, const hw_route *route)
{
    uint64_t cursor = 0;
    hw_step step;
    hop now = {0};
    c->hops.len = c->left_out = 0;
    while (hw_route_step(c->set, route, &cursor, &step)) {
        if (!step.is_flow && !step.truncated) {
            now.from = step;
            continue;
        }
        if (now.to.n && !add(c, now))
            return HW_MEM_OUT;
        now = (hop){.to = step.to};
        if (step.truncated && !add(c, (hop){.gave_up = true}))
            return HW_MEM_OUT;
    }
    return now.to.n == 0 || add(c, now);
}

static void show_route(chain *c)
{
    size_t room = c->width > c->indent ? c->width - c->indent : 0;
    if (c->left_out == 0 && one_line(c, false) <= room) {
        hw_page_spaces(c->p, c->indent);
        one_line(c, true);
        hw_page_printf(c->p, "\n");
        return;
    }
    size_t column = node_column(c);
    for (size_t i = 0; i < c->hops.len; i++) {
        if (c->left_out && i + 1 == c->hops.len) {
            hw_page_spaces(c->p, c->indent);
            hw_page_printf(c->p, "... %zu more\n", c->left_out);
        }
        long_hop(c, &c->hops.at[i], column);
    }
}

void hw_flow_text(hw_page *p, const hw_claims *set, const hw_claim *claim, size_t indent,
                  size_t width)
{
    chain c = {.p = p,
               .set = set,
               .file = hw_strings_get(set->strings, claim->place.file),
               .indent = indent,
               .width = width > indent + ROOM_MIN ? width : indent + ROOM_MIN};
    size_t shown = 0, rest = 0;
    for (uint32_t r = claim->route; r != HW_NONE; r = set->routes.at[r].next) {
        if (shown == ROUTES_MAX) {
            rest++;
            continue;
        }
        if (!read_hops(&c, &set->routes.at[r])) {
            keep(&c, HW_NOMEM);
            break;
        }
        hw_flow_end_read(set, &set->routes.at[r], &c.end);
        show_route(&c);
        shown++;
    }
    if (rest) {
        hw_page_spaces(p, indent);
        hw_page_printf(p, "... %zu more explanation%s\n", rest, hw_plural(rest));
    }
    hw_vec_free(&c.hops);
    hw_buf_free(&c.text);
    hw_buf_free(&c.place);
}
