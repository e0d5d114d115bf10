/* The claims as editors read them: "file:line:col: message", a line each. */
#include "report/claims_list.h"
#include "report/page.h"
#include "report/writers.h"

typedef struct lines {
    hw_page page;
    const hw_claims *claims;
} lines;

static void number(hw_page *p, uint32_t n)
{
    if (n)
        hw_page_printf(p, ":%u", n);
}

/* " [call parameter: fmt.Println]", " [assign: s.buf]", " [too large for stack]" */
static void why(lines *l, const hw_claim *c)
{
    hw_flow_end end;
    hw_claim_end(l->claims, c, &end);
    if (end.from.why.n == 0)
        return;
    hw_page_printf(&l->page, " [");
    hw_page_text(&l->page, end.from.why);
    if (end.target.n) {
        hw_page_printf(&l->page, ": ");
        hw_page_text(&l->page, end.target);
    }
    hw_page_printf(&l->page, "]");
}

static bool line(void *ctx, const hw_claim *c)
{
    lines *l = ctx;
    hw_str file = hw_strings_get(l->claims->strings, c->place.file);
    if (file.n) {
        hw_page_text(&l->page, file);
        number(&l->page, c->place.line);
        number(&l->page, c->place.line ? c->place.col : 0);
        hw_page_printf(&l->page, ": ");
    }
    hw_page_text(&l->page, hw_claim_text(l->claims, c));
    why(l, c);
    hw_page_printf(&l->page, "\n");
    return l->page.out.status == HW_OK;
}

static hw_status write(const hw_census *c, const hw_report_options *o, const hw_sink *to,
                       hw_error *err)
{
    lines l = {.claims = c->claims};
    (void)o;
    hw_page_init(&l.page, to, false, err);
    hw_claims_walk(c, line, &l);
    return hw_page_finish(&l.page);
}

const hw_claims_writer claims_writer_editor = {
    .name = "editor",
    .help = "file:line:col: message, a line a claim",
    .write = write,
};
