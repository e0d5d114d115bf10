/* What the public API shows of a session: findings, claims, their steps, notes, documents. */
#include "base/error.h"
#include "claims/sink.h"
#include "model/note.h"
#include "session/claims_job.h"
#include "session/formats.h"
#include "session/inputs.h"
#include "session/sized.h"

/* Nothing may be added into what older callers have as padding. */
#define HW_NO_PADDING(type, last)                                                                  \
    _Static_assert(offsetof(type, last) + sizeof(((type *)0)->last) == sizeof(type), #type)
HW_NO_PADDING(hw_finding_info, line);
HW_NO_PADDING(hw_claim_info, says);
HW_NO_PADDING(hw_step_info, kind);
HW_NO_PADDING(hw_note_info, text);

static hw_status none(const char *what, size_t i, size_t count, hw_error *err)
{
    return hw_fail(err, HW_USAGE, (hw_str){0}, "there is no %s %zu of %zu", what, i, count);
}

static const char *word(const hw_session *s, hw_sid id)
{
    return hw_strings_get(&s->strings, id).p;
}

static hw_view view(hw_str s)
{
    return (hw_view){s.p, s.n};
}

/* --- findings --------------------------------------------------------------------------------- */

size_t hw_finding_count(const hw_session *s)
{
    return s->analysed ? s->audit.findings.len : 0;
}

static hw_status get_finding(const hw_session *s, size_t i, const hw_finding **ret, hw_error *err)
{
    if (i >= hw_finding_count(s))
        return none("finding", i, hw_finding_count(s), err);
    *ret = &s->audit.findings.at[i];
    return HW_OK;
}

hw_status hw_finding_get(const hw_session *s, size_t i, hw_finding_info *ret, hw_error *err)
{
    const hw_finding *f;
    HW_TRY(get_finding(s, i, &f, err));
    const char *cause = hw_cause_rows[f->cause].name;
    hw_finding_info info = {
        .fingerprint = f->fingerprint,
        .values = f->values,
        .cause = cause ? cause : "",
        .why = word(s, f->why),
        .package = word(s, f->package),
        .function = word(s, f->function),
        .file = word(s, f->file),
        .allocator = word(s, f->allocator),
        .type = word(s, f->type),
        .type_size = f->type_size,
        .claims = f->claim_count,
        .verdict = f->verdict,
        .line = f->line,
    };
    for (size_t v = 0; v < HW_VALUES; v++)
        info.standard_error.v[v] = f->stderr_space[v];
    return hw_sized_give(&info, sizeof info, ret, "hw_finding_info", err);
}

hw_status hw_finding_claim(const hw_session *s, size_t finding, size_t k, size_t *claim,
                           bool *owner, hw_error *err)
{
    const hw_finding *f;
    HW_TRY(get_finding(s, finding, &f, err));
    if (k >= f->claim_count)
        return none("claim", k, f->claim_count, err);
    *claim = f->claims[k].claim;
    *owner = f->claims[k].owner;
    return HW_OK;
}

hw_status hw_totals(const hw_session *s, hw_values *ret, hw_error *err)
{
    if (!s->analysed)
        return hw_fail(err, HW_USAGE, (hw_str){0}, "totals need hw_analyse first");
    *ret = s->audit.totals;
    return HW_OK;
}

/* --- claims ----------------------------------------------------------------------------------- */

hw_status hw_claim_count(hw_session *s, size_t *ret, hw_error *err)
{
    HW_TRY(hw_session_finish_claims(s, err));
    *ret = s->claims.list.len + s->claims.leaks.len;
    return HW_OK;
}

static hw_status get_claim(hw_session *s, size_t i, const hw_claim **ret, hw_error *err)
{
    const hw_claims *set = &s->claims;
    size_t count;
    HW_TRY(hw_claim_count(s, &count, err));
    if (i >= count)
        return none("claim", i, count, err);
    *ret = i < set->list.len ? &set->list.at[i] : &set->leaks.at[i - set->list.len];
    return HW_OK;
}

static hw_status make_enclosing(hw_session *s, hw_error *err)
{
    if (s->enclosing_made)
        return HW_OK;
    if (!hw_enclosing_init(&s->enclosing, &s->claims)) {
        hw_enclosing_free(&s->enclosing);
        return hw_nomem(err);
    }
    s->enclosing_made = true;
    return HW_OK;
}

static hw_claim_says says(const hw_claim *c)
{
    switch (hw_message_class_role((hw_message_class)c->class)) {
    case HW_ROLE_PARAM:
        return HW_SAYS_PARAMETER;
    case HW_ROLE_STACK:
        return HW_SAYS_STACK;
    default:
        return HW_SAYS_HEAP;
    }
}

static size_t count_routes(const hw_claims *set, const hw_claim *c)
{
    size_t n = 0;
    for (uint32_t r = c->route; r != HW_NONE; r = set->routes.at[r].next)
        n++;
    return n;
}

hw_status hw_claim_get(hw_session *s, size_t i, hw_claim_info *ret, hw_error *err)
{
    const hw_claims *set = &s->claims;
    const hw_claim *c;
    const hw_chain_frame *frames;
    hw_flow_end end;
    bool exact;
    size_t depth;
    HW_TRY(get_claim(s, i, &c, err));
    HW_TRY(make_enclosing(s, err));
    const hw_block *block = &set->blocks.at[c->place.block];
    hw_claim_end(set, c, &end);
    const hw_claim_info info = {
        .input = view(set->inputs.at[block->input].name),
        .text = view(hw_claim_text(set, c)),
        .expression = view(hw_claim_expr(set, c)),
        .why = view(end.from.why),
        .target = view(end.target),
        .package = word(s, block->package),
        .function = word(s, hw_claim_function(&s->enclosing, c, &exact)),
        .file = word(s, c->place.file),
        .verdict = hw_claim_verdict(c),
        .kind = hw_kind_rows[c->kind].name,
        .sink = end.kind == HW_SINK_UNEXPLAINED ? "" : hw_sink_rows[end.kind].name,
        .routes = count_routes(set, c),
        .line = c->place.line,
        .column = c->place.col,
        .inlined = hw_claim_chain(set, c, &frames, &depth) ? (int32_t)depth : -1,
        .says = says(c),
    };
    return hw_sized_give(&info, sizeof info, ret, "hw_claim_info", err);
}

static hw_step_info step_info(const hw_step *step, uint32_t route, hw_str to)
{
    hw_step_info info = {.size = sizeof info, .route = route, .to = view(to)};
    if (step->truncated) {
        info.kind = HW_STEP_TRUNCATED;
    } else if (step->is_flow) {
        info.kind = HW_STEP_FLOW;
        info.op = view(step->op);
        info.from = view(step->of);
    } else {
        info.kind = HW_STEP_FROM;
        info.from = view(step->from);
        info.why = view(step->why);
        info.file = view(step->file);
        info.line = step->line;
        info.column = step->col;
    }
    return info;
}

hw_status hw_claim_steps(hw_session *s, size_t i, bool (*each)(void *ctx, const hw_step_info *step),
                         void *ctx, hw_error *err)
{
    const hw_claims *set = &s->claims;
    const hw_claim *c;
    HW_TRY(get_claim(s, i, &c, err));
    uint32_t number = 0;
    for (uint32_t r = c->route; r != HW_NONE; r = set->routes.at[r].next) {
        uint64_t cursor = 0;
        hw_step step;
        hw_str to = {0};
        while (hw_route_step(set, &set->routes.at[r], &cursor, &step)) {
            if (step.is_flow)
                to = step.to;
            const hw_step_info info = step_info(&step, number, to);
            if (!each(ctx, &info))
                return HW_OK;
        }
        number++;
    }
    return HW_OK;
}

/* --- notes ------------------------------------------------------------------------------------ */

static const hw_notes *notes_of(const hw_session *s)
{
    static const hw_notes nothing = {0};
    if (s->analysed)
        return &s->audit.notes;
    return s->claims_finished ? &s->claims.notes : &nothing;
}

size_t hw_note_count(const hw_session *s)
{
    return notes_of(s)->list.len;
}

hw_status hw_note_get(const hw_session *s, size_t i, hw_note_info *ret, hw_error *err)
{
    const hw_notes *notes = notes_of(s);
    if (i >= notes->list.len)
        return none("note", i, notes->list.len, err);
    const hw_note *n = &notes->list.at[i];
    const hw_note_info info = {
        .count = n->count,
        .id = hw_note_rows[n->id].name,
        .severity = hw_note_rows[n->id].severity,
        .text = word(s, n->text),
    };
    return hw_sized_give(&info, sizeof info, ret, "hw_note_info", err);
}

/* --- documents and words ---------------------------------------------------------------------- */

hw_status hw_report_write(hw_session *s, const char *format, const hw_byte_sink *to, hw_error *err)
{
    const hw_audit_writer *writer = hw_audit_writer_named(format);
    hw_report_options options = {0};
    if (!writer)
        return hw_fail(err, HW_USAGE, (hw_str){0}, "there is no report format \"%s\"", format);
    if (!s->analysed)
        return hw_fail(err, HW_USAGE, (hw_str){0}, "a report needs hw_analyse first");
    return writer->write(&s->audit, &options, to, err);
}

hw_status hw_claims_write(hw_session *s, const char *format, const hw_byte_sink *to, hw_error *err)
{
    const hw_claims_writer *writer = hw_claims_writer_named(format);
    hw_report_options options = {0};
    if (!writer)
        return hw_fail(err, HW_USAGE, (hw_str){0}, "there is no claims format \"%s\"", format);
    return hw_session_summary(s, NULL, writer, &options, to, err);
}

const char *hw_version(void)
{
    return HW_VERSION;
}

const char *hw_verdict_text(hw_verdict v)
{
    return (unsigned)v < HW_VERDICT_COUNT ? hw_verdict_rows[v].name : "";
}

void hw_error_describe(const hw_error *err, char *buf, size_t size)
{
    hw_error_text(err, buf, size);
}
