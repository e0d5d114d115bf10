#include "report/audit_site.h"

#include <stdio.h>
#include <string.h>

#include "claims/sink.h"
#include "go/callee.h"
#include "go/goname.h"
#include "report/line.h"

static void keep(hw_audit_table *t, hw_status s)
{
    hw_page_keep(&t->page, s);
}

/* Into `right`. */
static void place(hw_audit_table *t, hw_str file, uint32_t line, uint32_t col, size_t columns)
{
    keep(t, hw_place_text(&t->right, file, line, col, columns));
}

static void indent(hw_audit_table *t)
{
    hw_page_spaces(&t->page, t->at);
}

/* `left` from the site column on, `right` at the end of the line. */
static void two_ends(hw_audit_table *t, size_t used, hw_str left, hw_style style)
{
    hw_page_ends(&t->page, t->room > used ? t->room - used : 1, left, style,
                 hw_buf_view(&t->right));
}

static size_t place_room(const hw_audit_table *t, size_t used, hw_str text)
{
    return hw_place_room(t->room, used, text);
}

static const hw_claim *claim_at(const hw_audit_table *t, const hw_finding *f, size_t i)
{
    return &t->audit->claims->list.at[f->claims[i].claim];
}

static bool same_text(const hw_audit_table *t, const hw_claim *a, const hw_claim *b)
{
    return hw_str_eq(hw_claim_text(t->audit->claims, a), hw_claim_text(t->audit->claims, b));
}

/* The claim at `i`, where it is an owner (or any, where there is none) and says something else than
 * those before it: inlined and generic copies repeat each other. */
static const hw_claim *listed(const hw_audit_table *t, const hw_finding *f, size_t i, bool owners)
{
    const hw_claim *c = claim_at(t, f, i);
    for (size_t k = 0; k < i; k++)
        if (f->claims[k].owner == owners && same_text(t, claim_at(t, f, k), c))
            return NULL;
    return f->claims[i].owner == owners ? c : NULL;
}

static const hw_claim *owner_of(const hw_audit_table *t, const hw_finding *f)
{
    for (size_t i = 0; i < f->claim_count; i++)
        if (f->claims[i].owner)
            return claim_at(t, f, i);
    return NULL;
}

/* The place is shown as the compiler printed it if that is the same line: it is relative to the
 * folder of the build, so that an editor can open it. */
void hw_audit_site(hw_audit_table *t, const hw_finding *f)
{
    const hw_claim *owner = owner_of(t, f);
    hw_str file = hw_audit_table_string(t, f->path ? f->path : f->file);
    hw_str printed = owner ? hw_audit_table_string(t, owner->place.file) : (hw_str){0};
    if (owner && owner->place.line == f->line && hw_str_eq(hw_str_base(printed), hw_str_base(file)))
        file = printed;
    keep(t, hw_go_name(hw_audit_table_string(t, f->function), &t->left));
    if (t->left.n == 0)
        keep(t, hw_buf_str(&t->left, HW_STR("(no function names in the profile)")));
    hw_str name = hw_buf_view(&t->left);
    place(t, file, f->line, 0, place_room(t, 0, name));
    two_ends(t, 0, name, HW_STYLE_BOLD);
}

static size_t label(hw_audit_table *t, const char *text)
{
    indent(t);
    hw_page_style(&t->page, HW_STYLE_DIM);
    hw_page_printf(&t->page, "%s", text);
    hw_page_style(&t->page, HW_STYLE_PLAIN);
    return hw_str_of(text).n;
}

void hw_audit_site_inlined(hw_audit_table *t, const hw_finding *f)
{
    if (f->inlined_count == 0)
        return;
    const hw_shown_frame *leaf = &f->inlined[0];
    size_t used = label(t, "inlined: ");
    keep(t, hw_go_name(hw_audit_table_string(t, leaf->function), &t->left));
    if (f->inlined_count > 1)
        keep(t, hw_buf_printf(&t->left, " (and %zu more)", f->inlined_count - 1));
    hw_str name = hw_buf_view(&t->left);
    place(t, hw_audit_table_string(t, leaf->file), leaf->line, 0, place_room(t, used, name));
    two_ends(t, used, name, HW_STYLE_PLAIN);
}

/* The position is shown if it is not the site's. */
static void claim_line(hw_audit_table *t, const hw_finding *f, const hw_claim *c, size_t used)
{
    keep(t, hw_go_expression(hw_claim_text(t->audit->claims, c), &t->left));
    hw_str text = hw_buf_view(&t->left);
    hw_buf_clear(&t->right);
    if (c->place.line != f->line)
        place(t, hw_audit_table_string(t, c->place.file), c->place.line, c->place.col,
              place_room(t, used, text));
    two_ends(t, used, text, HW_STYLE_PLAIN);
}

static void candidate_lines(hw_audit_table *t, const hw_finding *f)
{
    const char *words = "maybe: ";
    for (size_t i = 0; i < f->claim_count; i++) {
        const hw_claim *c = listed(t, f, i, false);
        if (!c)
            continue;
        claim_line(t, f, c, label(t, words));
        words = "   or: ";
    }
}

/* The others that own the bytes as well as the first. */
static void other_owners(hw_audit_table *t, const hw_finding *f, const hw_claim *first)
{
    for (size_t i = 0; i < f->claim_count; i++) {
        const hw_claim *c = listed(t, f, i, true);
        if (c && c != first)
            claim_line(t, f, c, label(t, "or: "));
    }
}

/* On one line where all of it fits, else the reason and the place go below. */
static void why_line(hw_audit_table *t, const hw_claim *owner)
{
    hw_flow_end end;
    hw_claim_end(t->audit->claims, owner, &end);
    const hw_step step = end.from;
    if (step.why.n == 0 || owner->flags & HW_CLAIM_SHARED_WHY)
        return;
    /* Before Go 1.25 a make of a size that is not constant is on the heap whoever keeps it. */
    hw_str reason = end.kind == HW_SINK_VARIABLE_SIZE
                        ? HW_STR("non-constant size; the log names nobody who keeps it")
                        : step.why;
    size_t used = label(t, "why: ");
    hw_buf_clear(&t->right);
    if (step.file.n)
        place(t, step.file, step.line, 0, SIZE_MAX);
    keep(t, hw_go_expression(step.from, &t->left));
    size_t expression = t->left.n;
    keep(t, hw_buf_printf(&t->left, " (%.*s)", HW_STR_ARG(reason)));
    hw_str text = hw_buf_view(&t->left);
    size_t need = hw_text_columns(text) + 2 + hw_text_columns(hw_buf_view(&t->right));
    if (used + need > t->room) {
        hw_page_fit(&t->page, hw_str_sub(text, 0, expression), t->room - used);
        hw_page_printf(&t->page, "\n");
        hw_page_spaces(&t->page, t->at + used);
        text = reason;
        if (step.file.n)
            place(t, step.file, step.line, 0, place_room(t, used, text));
    }
    two_ends(t, used, text, HW_STYLE_PLAIN);
}

/* What it makes, or why that is not known. */
static hw_status made(const hw_audit_table *t, const hw_finding *f, hw_buf *to)
{
    bool takes_none = !f->why_untyped ||
                      strcmp(f->why_untyped, hw_untyped_names[HW_UNTYPED_NO_TYPE]) == 0 ||
                      strcmp(f->why_untyped, hw_untyped_names[HW_UNTYPED_NO_CALL]) == 0;
    if (f->type || takes_none)
        return hw_go_expression(hw_audit_table_string(t, f->type), to);
    hw_buf_clear(to);
    return hw_buf_printf(to, "(type: %s)", f->why_untyped);
}

/* The function that the code calls, and what it makes. */
static void call_line(hw_audit_table *t, const hw_finding *f)
{
    if (f->allocator == 0)
        return;
    size_t used = label(t, "calls: ");
    keep(t, hw_go_name(hw_audit_table_string(t, f->allocator), &t->left));
    hw_buf_clear(&t->right);
    keep(t, made(t, f, &t->right));
    two_ends(t, used, hw_buf_view(&t->left), HW_STYLE_PLAIN);
}

/* Says nothing where a claim is confirmed, nor where the log is missing. */
static void cause_line(hw_audit_table *t, const hw_finding *f)
{
    const char *name = hw_cause_rows[f->cause].name;
    hw_str why = hw_audit_table_string(t, f->why);
    if (f->verdict == HW_CONFIRMED && (f->cause == HW_CAUSE_HONEST || !name))
        return;
    if (!name && (why.n == 0 || t->audit->claims->inputs.len == 0))
        return;
    size_t used = label(t, name ? "cause: " : "open: ");
    if (name) {
        char id[64];
        snprintf(id, sizeof id, "%s (HW%u)%s", name, hw_cause_rows[f->cause].number,
                 why.n ? ": " : "");
        hw_page_style(&t->page, hw_finding_style(f));
        hw_page_printf(&t->page, "%s", id);
        hw_page_style(&t->page, HW_STYLE_PLAIN);
        used += hw_str_of(id).n;
    }
    hw_page_wrap(&t->page, why, t->at + 2, t->at + used, t->at + t->room);
}

static void outside_line(hw_audit_table *t, const hw_finding *f)
{
    if (f->outside.function == 0)
        return;
    size_t used = label(t, "for: ");
    keep(t, hw_go_name(hw_audit_table_string(t, f->outside.function), &t->left));
    hw_str name = hw_buf_view(&t->left);
    place(t, hw_audit_table_string(t, f->outside.file), f->outside.line, 0,
          place_room(t, used, name));
    two_ends(t, used, name, HW_STYLE_PLAIN);
}

void hw_audit_site_details(hw_audit_table *t, const hw_finding *f)
{
    const hw_claim *owner = owner_of(t, f);
    hw_audit_site_inlined(t, f);
    if (owner) {
        indent(t);
        claim_line(t, f, owner, 0);
        why_line(t, owner);
        other_owners(t, f, owner);
    } else if (f->verdict == HW_AMBIGUOUS) {
        candidate_lines(t, f);
    }
    call_line(t, f);
    cause_line(t, f);
    outside_line(t, f);
}

void hw_audit_claim_without_bytes(hw_audit_table *t, const hw_claim_without_bytes *q)
{
    const char *cause = hw_cause_rows[q->cause].name;
    const hw_claim *c = &t->audit->claims->list.at[q->claim];
    hw_page_style(&t->page, hw_verdict_style(q->verdict));
    hw_page_printf(&t->page, "%-10s  ", hw_verdict_rows[q->verdict].name);
    hw_page_style(&t->page, HW_STYLE_PLAIN);
    keep(t, hw_go_expression(hw_claim_text(t->audit->claims, c), &t->left));
    if (!cause && q->verdict == HW_UNOBSERVED && t->audit->profile->delta)
        cause = "not in this interval";
    if (cause)
        keep(t, hw_buf_printf(&t->left, " (%s)", cause));
    hw_str text = hw_buf_view(&t->left);
    place(t, hw_audit_table_string(t, c->place.file), c->place.line, c->place.col,
          place_room(t, 12, text));
    two_ends(t, 12, text, HW_STYLE_PLAIN);
}
