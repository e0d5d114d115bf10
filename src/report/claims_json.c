/* heapwitness.claims/1: the census of a log (docs/formats.md). */
#include <stdio.h>

#include "report/builds.h"
#include "report/claim_json.h"
#include "report/claims_channels.h"
#include "report/writers.h"

/* Class names with the suffix that says what position the line had. */
static const char *const form_suffix[HW_POS_FORMS] = {
    [HW_POS_PLAIN] = "", [HW_POS_BARE] = "[bare]", [HW_POS_UNKNOWN] = "[nopos]"};

static void count(hw_jsonw *w, const char *key, uint64_t n)
{
    hw_jsonw_key(w, key);
    hw_jsonw_u64(w, n);
}

static void by_class_json(hw_jsonw *w, const hw_claims *c)
{
    char name[64];
    hw_jsonw_key(w, "by_class");
    hw_jsonw_object(w);
    for (unsigned s = 0; s < HW_SHAPE_COUNT; s++)
        for (unsigned f = 0; f < HW_POS_FORMS; f++)
            if (c->by_shape[s][f]) {
                snprintf(name, sizeof name, "%s%s", hw_shape_name((hw_shape)s), form_suffix[f]);
                count(w, name, c->by_shape[s][f]);
            }
    hw_jsonw_end(w);
}

static void patterns_json(hw_jsonw *w, const hw_claims *c)
{
    hw_jsonw_key(w, "patterns");
    hw_jsonw_object(w);
    for (unsigned i = 0; i < HW_PATTERN_COUNT; i++)
        count(w, hw_pattern_name((hw_pattern)i), c->patterns[i]);
    hw_jsonw_end(w);
}

static void reasons_json(hw_jsonw *w, const hw_claims *c)
{
    hw_jsonw_key(w, "reasons");
    hw_jsonw_object(w);
    for (unsigned i = 0; i < HW_REASON_COUNT; i++)
        if (c->reasons[i])
            count(w, hw_reason_name((hw_reason)i), c->reasons[i]);
    hw_jsonw_end(w);
}

static bool precedes(const hw_claim *a, const hw_claim *b)
{
    if (a->place.block != b->place.block)
        return a->place.block < b->place.block;
    return a->at < b->at;
}

/* Claims and what parameters leak, in log order. */
static void claims_json(hw_jsonw *w, const hw_claims *c, bool all)
{
    size_t i = 0, k = 0;
    count(w, "claims_total", c->list.len + c->leaks.len);
    hw_jsonw_key(w, "claims");
    hw_jsonw_array(w);
    while (all && w->out.status == HW_OK && i + k < c->list.len + c->leaks.len) {
        bool leak =
            i == c->list.len || (k < c->leaks.len && precedes(&c->leaks.at[k], &c->list.at[i]));
        hw_jsonw_object(w);
        hw_claim_json(w, c, leak ? &c->leaks.at[k++] : &c->list.at[i++]);
        hw_jsonw_end(w);
    }
    hw_jsonw_end(w);
}

static void notes_json(hw_jsonw *w, const hw_claims *c)
{
    hw_jsonw_key(w, "notes");
    hw_jsonw_array(w);
    for (size_t i = 0; i < c->notes.list.len; i++) {
        const hw_note *n = &c->notes.list.at[i];
        hw_jsonw_object(w);
        hw_jsonw_key(w, "id");
        hw_jsonw_cstr(w, hw_note_name(n->id));
        hw_jsonw_key(w, "severity");
        hw_jsonw_cstr(w, hw_note_severity(n->id));
        count(w, "count", n->count);
        hw_jsonw_key(w, "text");
        hw_jsonw_str(w, hw_strings_get(c->strings, n->text));
        hw_jsonw_end(w);
    }
    hw_jsonw_end(w);
}

static hw_status write(const hw_claims *c, const hw_report_options *o, const hw_sink *to,
                       hw_error *err)
{
    hw_jsonw w;
    hw_jsonw_init(&w, to, 2, err);
    hw_jsonw_object(&w);
    hw_jsonw_key(&w, "schema");
    hw_jsonw_cstr(&w, "heapwitness.claims/1");
    hw_jsonw_key(&w, "inputs");
    hw_jsonw_array(&w);
    for (size_t i = 0; i < c->inputs.len; i++)
        if (!hw_input_part(c, i))
            hw_jsonw_str(&w, c->inputs.at[i].name);
    hw_jsonw_end(&w);
    hw_jsonw_key(&w, "go_version");
    if (c->go_version)
        hw_jsonw_str(&w, hw_strings_get(c->strings, c->go_version));
    else
        hw_jsonw_null(&w);
    hw_builds_json(&w, c);
    count(&w, "blocks", c->blocks.len);
    count(&w, "lines", c->lines);
    count(&w, "records", c->records);
    count(&w, "not_understood", c->not_understood.len);
    by_class_json(&w, c);
    patterns_json(&w, c);
    reasons_json(&w, c);
    hw_channels_json(&w, c);
    claims_json(&w, c, o->all);
    notes_json(&w, c);
    hw_jsonw_end(&w);
    return hw_jsonw_finish(&w);
}

const hw_claims_writer claims_writer_json = {
    .name = "json",
    .help = "heapwitness.claims/1; the claims themselves with --all (docs/formats.md)",
    .write = write,
};
