#include "export/claims_json.h"

#include <stdio.h>

#include "base/error.h"
#include "base/mem.h"
#include "claims/claims_walk.h"
#include "export/claim_json.h"
#include "export/diagnostics_json.h"
#include "export/notes_json.h"
#include "export/records_json.h"

typedef struct json {
    hw_jsonw w;
    const hw_summary *summary;
    const hw_claims *claims;
    const hw_report_options *options;
} json;

static void object(json *j, const char *key)
{
    hw_jsonw_key(&j->w, key);
    hw_jsonw_object(&j->w);
}

static void array(json *j, const char *key)
{
    hw_jsonw_key(&j->w, key);
    hw_jsonw_array(&j->w);
}

static void end(json *j)
{
    hw_jsonw_end(&j->w);
}

/* --- lines: of the whole log ------------------------------------------------------------------ */

static void inputs_json(json *j)
{
    const hw_claims *c = j->claims;
    hw_inputs_json(&j->w, c);
    hw_jsonw_member_known_str(&j->w, "go_version", hw_strings_get(c->strings, c->go_version));
    hw_builds_json(&j->w, c);
    hw_jsonw_member_u64(&j->w, "blocks", c->blocks.len);
    hw_jsonw_member_u64(&j->w, "lines", c->lines);
    hw_jsonw_member_u64(&j->w, "records", c->log_lines);
    hw_jsonw_member_u64(&j->w, "not_understood", c->not_understood.len);
}

static void by_class_json(json *j)
{
    const hw_claims *c = j->claims;
    char name[HW_CLASS_TEXT];
    object(j, "by_class");
    for (unsigned s = 0; s < HW_CLASS_COUNT; s++)
        for (unsigned f = 0; f < HW_POS_FORMS; f++)
            if (c->by_class[s][f]) {
                hw_class_name((hw_message_class)s, (hw_position_form)f, name);
                hw_jsonw_member_u64(&j->w, name, c->by_class[s][f]);
            }
    end(j);
}

static void patterns_json(json *j)
{
    object(j, "patterns");
    for (unsigned i = 0; i < HW_PATTERN_COUNT; i++)
        hw_jsonw_member_u64(&j->w, hw_pattern_names[i], j->claims->patterns[i]);
    end(j);
    object(j, "reasons");
    for (unsigned i = 0; i < HW_REASON_COUNT; i++)
        if (j->claims->reasons[i])
            hw_jsonw_member_u64(&j->w, hw_reason_names[i], j->claims->reasons[i]);
    end(j);
}

/* --- the summary: of what the filter leaves --------------------------------------------------- */

static void filters_json(json *j)
{
    const hw_claims_filter *f = &j->summary->filter;
    object(j, "filters");
    hw_jsonw_member_known_str(&j->w, "focus", hw_str_of(j->options->focus));
    hw_jsonw_member_known_str(&j->w, "ignore", hw_str_of(j->options->ignore));
    array(j, "packages");
    for (size_t i = 0; i < f->names.package_count; i++)
        hw_jsonw_str(&j->w, f->names.packages[i]);
    end(j);
    array(j, "patterns");
    for (unsigned i = 0; i < HW_PATTERN_COUNT; i++)
        if (f->patterns >> i & 1)
            hw_jsonw_cstr(&j->w, hw_pattern_names[i]);
    end(j);
    array(j, "reasons");
    for (unsigned i = 0; i < HW_REASON_COUNT; i++)
        if (f->reasons >> i & 1)
            hw_jsonw_cstr(&j->w, hw_reason_names[i]);
    end(j);
    end(j);
}

static void totals_json(json *j, const char *key, const uint64_t *totals, bool functions)
{
    object(j, key);
    for (unsigned i = 0; i < HW_TOTAL_COUNT; i++) {
        hw_jsonw_key(&j->w, hw_summary_total_names[i]);
        if (functions || (i != HW_TOTAL_FUNCTIONS && i != HW_TOTAL_CALLS))
            hw_jsonw_u64(&j->w, totals[i]);
        else
            hw_jsonw_null(&j->w);
    }
    end(j);
}

static void verdicts_json(json *j)
{
    const hw_summary *c = j->summary;
    object(j, "patterns");
    for (unsigned i = 0; i < HW_PATTERN_COUNT; i++)
        hw_jsonw_member_u64(&j->w, hw_pattern_names[i], c->patterns[i]);
    hw_jsonw_member_u64(&j->w, "only_explained", c->only_explained);
    hw_jsonw_member_u64(&j->w, "other_parameters", c->other_parameters);
    end(j);
    object(j, "parameters");
    for (unsigned i = 0; i < HW_LEAK_COUNT; i++)
        hw_jsonw_member_u64(&j->w, hw_summary_leak_names[i], c->leaks[i]);
    end(j);
    object(j, "expressions");
    for (unsigned i = 0; i < HW_KIND_COUNT; i++) {
        if (c->kinds[i][0] + c->kinds[i][1] == 0)
            continue;
        object(j, hw_kind_rows[i].name);
        hw_jsonw_member_u64(&j->w, "heap", c->kinds[i][0]);
        hw_jsonw_member_u64(&j->w, "stack", c->kinds[i][1]);
        end(j);
    }
    end(j);
}

static void flows_json(json *j)
{
    const hw_summary *c = j->summary;
    object(j, "reasons");
    for (unsigned i = 0; i < HW_REASON_COUNT; i++) {
        if (c->with[i] == 0)
            continue;
        object(j, hw_reason_names[i]);
        hw_jsonw_member_u64(&j->w, "last", c->last[i]);
        hw_jsonw_member_u64(&j->w, "with", c->with[i]);
        end(j);
    }
    end(j);
    hw_jsonw_member_u64(&j->w, "without_reason", c->last[HW_REASON_COUNT]);
    object(j, "sinks");
    for (unsigned i = 0; i < HW_SINK_COUNT; i++)
        if (c->sinks[i])
            hw_jsonw_member_u64(&j->w, hw_sink_rows[i].name, c->sinks[i]);
    end(j);
}

/* --- rows ------------------------------------------------------------------------------------- */

static void counts_json(json *j, const hw_summary_row *r)
{
    hw_jsonw_member_u64(&j->w, "heap", r->n[HW_ROW_HEAP]);
    hw_jsonw_member_u64(&j->w, "stack", r->n[HW_ROW_STACK]);
    hw_jsonw_member_u64(&j->w, "parameters", r->n[HW_ROW_PARAMETERS]);
}

static void target_json(json *j, const hw_summary_row *r)
{
    hw_jsonw_member_str(&j->w, "sink", hw_str_of(hw_sink_rows[r->sink].name));
    hw_jsonw_member_known_str(&j->w, "target", hw_summary_name(j->summary, r));
    hw_jsonw_member_u64(&j->w, "heap", r->n[HW_ROW_HEAP]);
}

static void package_json(json *j, const hw_summary_row *r)
{
    hw_jsonw_member_known_str(&j->w, "package", hw_summary_package(j->summary, r));
    counts_json(j, r);
}

static void function_json(json *j, const hw_summary_row *r)
{
    hw_jsonw_member_known_str(&j->w, "package", hw_summary_package(j->summary, r));
    hw_jsonw_member_known_str(&j->w, "function", hw_summary_name(j->summary, r));
    counts_json(j, r);
}

static void callee_json(json *j, const hw_summary_row *r)
{
    hw_jsonw_member_str(&j->w, "callee", hw_summary_name(j->summary, r));
    hw_jsonw_member_u64(&j->w, "calls", r->n[HW_ROW_HEAP]);
}

static size_t shown_of(const json *j, size_t n)
{
    size_t most = j->options->nodecount;
    return most && most < n ? most : n;
}

static void rows_json(json *j, const char *key, const char *total, const hw_summary_table *t,
                      void (*row)(json *j, const hw_summary_row *r))
{
    const hw_summary_query query = {.column = HW_ROW_HEAP, .most = j->options->nodecount};
    uint32_t *order;
    size_t shown, all;
    if (!hw_summary_order(j->summary, t, &query, &order, &shown, &all)) {
        if (j->w.out.status == HW_OK)
            j->w.out.status = hw_nomem(j->w.out.err);
        return;
    }
    hw_jsonw_member_u64(&j->w, total, all);
    array(j, key);
    for (size_t i = 0; i < shown; i++) {
        hw_jsonw_object(&j->w);
        row(j, &t->rows.at[order[i]]);
        end(j);
    }
    end(j);
    hw_mem_free(order);
}

static void nearly_json(json *j)
{
    const hw_claims *set = j->claims;
    const hw_summary *c = j->summary;
    hw_jsonw_member_u64(&j->w, "too_complex_total", c->too_complex.len);
    array(j, "too_complex");
    for (size_t i = 0; i < shown_of(j, c->too_complex.len); i++) {
        const hw_too_complex *x = &c->too_complex.at[i];
        const hw_decl *d = &set->decls.at[x->decl];
        hw_jsonw_object(&j->w);
        hw_jsonw_member_known_str(
            &j->w, "package", hw_strings_get(set->strings, set->blocks.at[d->place.block].package));
        hw_jsonw_member_str(&j->w, "function", hw_strings_get(set->strings, d->name));
        hw_position_json(&j->w, hw_strings_get(set->strings, d->place.file), d->place.line,
                         d->place.col);
        hw_jsonw_member_u64(&j->w, "cost", x->cost);
        hw_jsonw_member_u64(&j->w, "budget", x->budget);
        end(j);
    }
    end(j);
}

static void inlining_json(json *j)
{
    const hw_summary *c = j->summary;
    hw_jsonw_key(&j->w, "inlining");
    if (!c->selection.functions) {
        hw_jsonw_null(&j->w);
        return;
    }
    hw_jsonw_object(&j->w);
    hw_jsonw_member_u64(&j->w, "inlinable", c->inlinable);
    object(j, "obstacles");
    for (unsigned i = HW_OBSTACLE_NONE + 1; i < HW_OBSTACLE_COUNT; i++)
        if (c->obstacles[i]) {
            hw_str name = hw_obstacle_name((hw_obstacle)i);
            char text[64];
            snprintf(text, sizeof text, "%.*s", HW_STR_ARG(name));
            hw_jsonw_member_u64(&j->w, text, c->obstacles[i]);
        }
    end(j);
    object(j, "over_budget");
    for (unsigned i = 0; i < HW_OVER_COUNT; i++)
        hw_jsonw_member_u64(&j->w, hw_over_budget_rows[i].name, c->over[i]);
    end(j);
    nearly_json(j);
    rows_json(j, "callees", "callees_total", &c->callees, callee_json);
    end(j);
}

static void summary_json(json *j)
{
    const hw_summary *c = j->summary;
    object(j, "census");
    verdicts_json(j);
    flows_json(j);
    rows_json(j, "targets", "targets_total", &c->targets, target_json);
    rows_json(j, "packages", "packages_total", &c->packages, package_json);
    rows_json(j, "functions", "functions_total", &c->functions, function_json);
    inlining_json(j);
    end(j);
}

/* --- claims ----------------------------------------------------------------------------------- */

static void chain_json(json *j, const hw_claim *c)
{
    const hw_chain_frame *frames;
    size_t n;
    hw_jsonw_key(&j->w, "inlined");
    if (!hw_claim_chain(j->claims, c, &frames, &n)) {
        hw_jsonw_null(&j->w);
        return;
    }
    hw_jsonw_array(&j->w);
    for (size_t i = 0; i < n; i++) {
        hw_jsonw_object(&j->w);
        hw_position_json(&j->w, hw_strings_get(j->claims->strings, frames[i].file), frames[i].line,
                         frames[i].col);
        end(j);
    }
    end(j);
}

static bool claim_json(void *ctx, const hw_claim *c)
{
    json *j = ctx;
    bool exact;
    hw_flow_end last;
    hw_pattern pattern = hw_pattern_of((hw_message_class)c->class, hw_claim_expr(j->claims, c));
    hw_sid function = hw_claim_function(&j->summary->enclosing, c, &exact);
    hw_claim_end(j->claims, c, &last);
    bool known = last.kind != HW_SINK_UNEXPLAINED;
    hw_jsonw_object(&j->w);
    hw_claim_json(&j->w, j->claims, c);
    hw_jsonw_member_known_str(&j->w, "in_function", hw_strings_get(j->claims->strings, function));
    hw_jsonw_member_known_str(
        &j->w, "pattern",
        hw_str_of(pattern == HW_PATTERN_COUNT ? NULL : hw_pattern_names[pattern]));
    hw_jsonw_member_str(&j->w, "expression_kind", hw_str_of(hw_kind_rows[c->kind].name));
    hw_jsonw_member_known_str(&j->w, "why", last.from.why);
    hw_jsonw_member_known_str(&j->w, "sink",
                              hw_str_of(known ? hw_sink_rows[last.kind].name : NULL));
    hw_jsonw_member_known_str(&j->w, "target", last.target);
    chain_json(j, c);
    end(j);
    return j->w.out.status == HW_OK;
}

/* Claims and what parameters leak, in log order. */
static void claims_json(json *j)
{
    const uint64_t *totals = j->summary->totals;
    hw_jsonw_member_u64(&j->w, "claims_total",
                        totals[HW_TOTAL_CLAIMS] + totals[HW_TOTAL_PARAMETERS]);
    array(j, "claims");
    if (j->options->all)
        hw_claims_walk(j->summary, claim_json, j);
    end(j);
}

static hw_status write(const hw_summary *c, const hw_report_options *o, const hw_byte_sink *to,
                       hw_error *err)
{
    json j = {.summary = c, .claims = c->claims, .options = o};
    hw_jsonw_init(&j.w, to, 2, err);
    hw_jsonw_object(&j.w);
    hw_jsonw_member_str(&j.w, "schema", HW_STR("heapwitness.claims/1"));
    inputs_json(&j);
    by_class_json(&j);
    patterns_json(&j);
    hw_records_json(&j.w, c->claims);
    filters_json(&j);
    object(&j, "totals");
    totals_json(&j, "before", c->before, true);
    totals_json(&j, "after", c->totals, c->selection.functions);
    end(&j);
    summary_json(&j);
    claims_json(&j);
    hw_notes_json(&j.w, c->claims->strings, &c->claims->notes);
    end(&j);
    return hw_jsonw_finish(&j.w);
}

const hw_claims_writer hw_claims_writer_json = {
    .name = "json",
    .help = "heapwitness.claims/1; the claims themselves with --all (docs/formats.md)",
    .write = write,
};
