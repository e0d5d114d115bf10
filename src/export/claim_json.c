#include "export/claim_json.h"

#include "claims/route.h"

static void line_json(hw_jsonw *w, const char *key, uint32_t line)
{
    hw_jsonw_key(w, key);
    hw_jsonw_known_u64(w, line);
}

void hw_position_json(hw_jsonw *w, hw_str file, uint32_t line, uint32_t col)
{
    hw_jsonw_key(w, "file");
    hw_jsonw_str(w, file);
    line_json(w, "line", line);
    line_json(w, "column", col);
}

/* One printed line is one step. A flow line has an `op` and neither `why` nor `at`; a from line
 * repeats the `to` of its flow and has a null `op`. */
static void step_json(hw_jsonw *w, const hw_step *s, hw_str to)
{
    hw_jsonw_object(w);
    hw_jsonw_member_str(w, "to", s->is_flow ? s->to : to);
    hw_jsonw_key(w, "op");
    if (s->is_flow)
        hw_jsonw_str(w, s->op);
    else
        hw_jsonw_null(w);
    if (s->truncated) {
        hw_jsonw_member_known_str(w, "from", (hw_str){0});
        hw_jsonw_member_str(w, "why", HW_STR("truncated"));
    } else {
        hw_jsonw_member_str(w, "from", s->is_flow ? s->of : s->from);
        hw_jsonw_member_known_str(w, "why", s->is_flow ? (hw_str){0} : s->why);
    }
    hw_jsonw_key(w, "at");
    if (s->is_flow || s->truncated || s->file.n == 0) {
        hw_jsonw_null(w);
    } else {
        hw_jsonw_object(w);
        hw_position_json(w, s->file, s->line, s->col);
        hw_jsonw_end(w);
    }
    hw_jsonw_end(w);
}

static void routes_json(hw_jsonw *w, const hw_claims *set, uint32_t first)
{
    hw_jsonw_key(w, "routes");
    hw_jsonw_array(w);
    for (uint32_t r = first; r != HW_NONE; r = set->routes.at[r].next) {
        uint64_t cursor = 0;
        hw_step step;
        hw_str to = {0};
        hw_jsonw_array(w);
        while (w->out.status == HW_OK && hw_route_step(set, &set->routes.at[r], &cursor, &step)) {
            if (step.is_flow)
                to = step.to;
            step_json(w, &step, to);
        }
        hw_jsonw_end(w);
    }
    hw_jsonw_end(w);
}

static void claim_json(hw_jsonw *w, const hw_claims *set, const hw_claim *c, bool routes)
{
    hw_sid function = c->route == HW_NONE ? 0 : set->routes.at[c->route].function;
    hw_jsonw_member_str(w, "kind", hw_str_of(hw_claim_verdict(c)));
    hw_jsonw_member_str(w, "text", hw_claim_text(set, c));
    hw_jsonw_member_str(w, "expression", hw_claim_expr(set, c));
    hw_jsonw_member_known_str(w, "package",
                              hw_strings_get(set->strings, set->blocks.at[c->place.block].package));
    hw_jsonw_member_known_str(w, "function", hw_strings_get(set->strings, function));
    hw_position_json(w, hw_strings_get(set->strings, c->place.file), c->place.line, c->place.col);
    routes_json(w, set, routes ? c->route : HW_NONE);
}

void hw_claim_json(hw_jsonw *w, const hw_claims *set, const hw_claim *c)
{
    claim_json(w, set, c, true);
}

void hw_candidates_json(hw_jsonw *w, const hw_claims *set, const hw_finding *f)
{
    hw_jsonw_key(w, "claims");
    hw_jsonw_array(w);
    for (size_t i = 0; i < f->claim_count && w->out.status == HW_OK; i++) {
        hw_jsonw_object(w);
        hw_jsonw_key(w, "owner");
        hw_jsonw_bool(w, f->claims[i].owner);
        const hw_claim *c = &set->list.at[f->claims[i].claim];
        claim_json(w, set, c, !(c->flags & HW_CLAIM_SHARED_WHY));
        hw_jsonw_end(w);
    }
    hw_jsonw_end(w);
}
