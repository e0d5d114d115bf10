#include "export/claims_csv.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/out.h"
#include "base/utf8.h"
#include "claims/claims_walk.h"

typedef struct csv {
    hw_out out;
    const hw_summary *summary;
    bool first; /* field of the row */
} csv;

static void put(csv *w, const char *s)
{
    hw_out_put(&w->out, s, strlen(s));
}

static void separator(csv *w)
{
    if (!w->first)
        put(w, ",");
    w->first = false;
}

/* Whether a spreadsheet would take the text for a formula, or its first character for the mark that
 * prevents this. The last four are = + - @ as East Asian keyboards have them. */
static bool needs_mark(hw_str s)
{
    static const uint32_t marks[] = {'=',  '+',  '-',    '@',    '\t',   '\r',
                                     '\n', '\'', 0xff1d, 0xff0b, 0xff0d, 0xff20};
    uint32_t first = 0;
    if (s.n)
        hw_utf8_next(s, &first);
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (first == marks[i])
            return true;
    return false;
}

static bool needs_quotes(hw_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] == '\0' || strchr(",\"\r\n", s.p[i]))
            return true;
    return false;
}

/* Quotes are doubled. What must not reach a terminal becomes U+FFFD; line breaks and tabs stay,
 * since strings of Go 1.19 have them. A field that a spreadsheet would compute, or that begins with
 * a ', gets a ' in front: taking one leading ' away gives the text. */
static void field(csv *w, hw_str s)
{
    bool quoted = needs_quotes(s);
    separator(w);
    if (quoted)
        put(w, "\"");
    if (needs_mark(s))
        put(w, "'");
    bool blank = false; /* nothing but white space on a line that begins in the field */
    while (s.n) {
        uint32_t cp;
        size_t n = hw_utf8_next(s, &cp);
        bool shown = (cp == '\n' || cp == '\t' || hw_utf8_shown(cp)) && !hw_ci_command(s, blank);
        blank = cp == '\n' || (blank && hw_utf8_space(cp));
        if (cp == '"')
            put(w, "\"\"");
        else if (shown)
            hw_out_put(&w->out, s.p, n);
        else
            put(w, "\xef\xbf\xbd");
        s = hw_str_from(s, n);
    }
    if (quoted)
        put(w, "\"");
}

static void word(csv *w, const char *s)
{
    field(w, hw_str_of(s));
}

/* Empty where `known` is false. */
static void number(csv *w, bool known, uint64_t n)
{
    char text[32];
    snprintf(text, sizeof text, "%" PRIu64, n);
    word(w, known ? text : "");
}

static size_t count_steps(const hw_claims *set, const hw_claim *c)
{
    uint64_t cursor = 0;
    hw_step step;
    size_t n = 0;
    while (c->route != HW_NONE && hw_route_step(set, &set->routes.at[c->route], &cursor, &step))
        n += step.is_flow;
    return n;
}

static void flow_fields(csv *w, const hw_claim *c)
{
    const hw_claims *set = w->summary->claims;
    hw_flow_end end;
    hw_claim_end(set, c, &end);
    bool known = end.kind != HW_SINK_UNEXPLAINED;
    field(w, end.from.why);
    word(w, known ? hw_sink_rows[end.kind].name : "");
    field(w, end.target);
    number(w, known, known ? count_steps(set, c) : 0);
}

static bool row(void *ctx, const hw_claim *c)
{
    csv *w = ctx;
    const hw_claims *set = w->summary->claims;
    const hw_strings *strings = set->strings;
    bool exact;
    hw_pattern pattern = hw_pattern_of((hw_message_class)c->class, hw_claim_expr(set, c));
    const hw_chain_frame *frames;
    size_t depth = 0;
    bool known = hw_claim_chain(set, c, &frames, &depth);
    w->first = true;
    word(w, hw_claim_verdict(c));
    field(w, hw_strings_get(strings, set->blocks.at[c->place.block].package));
    field(w, hw_strings_get(strings, hw_claim_function(&w->summary->enclosing, c, &exact)));
    field(w, hw_strings_get(strings, c->place.file));
    number(w, c->place.line, c->place.line);
    number(w, c->place.col, c->place.col);
    word(w, hw_kind_rows[c->kind].name);
    field(w, hw_claim_expr(set, c));
    word(w, pattern == HW_PATTERN_COUNT ? "" : hw_pattern_names[pattern]);
    flow_fields(w, c);
    number(w, known, depth);
    put(w, "\r\n");
    return w->out.status == HW_OK;
}

static hw_status write(const hw_summary *c, const hw_report_options *o, const hw_byte_sink *to,
                       hw_error *err)
{
    csv w = {.summary = c};
    (void)o;
    hw_out_init(&w.out, to, err);
    put(&w, "verdict,package,function,file,line,column,kind,expression,pattern,why,sink,target,"
            "steps,inlined\r\n");
    hw_claims_walk(c, row, &w);
    return hw_out_flush(&w.out);
}

const hw_claims_writer hw_claims_writer_csv = {
    .name = "csv",
    .help = "a row a claim (docs/formats.md)",
    .write = write,
};
