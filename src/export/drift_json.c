#include "export/drift_json.h"

#include "export/claim_json.h"
#include "export/diagnostics_json.h"
#include "export/filter_json.h"
#include "export/notes_json.h"

typedef struct out {
    hw_jsonw w;
    const hw_drift *drift;
    const hw_report_options *options;
} out;

static const char *const ends[HW_DRIFT_ENDS] = {[HW_DRIFT_A] = "a", [HW_DRIFT_B] = "b"};

static hw_str text_of(const out *o, hw_sid id)
{
    return hw_strings_get(o->drift->strings, id);
}

static void nullable(out *o, const char *key, hw_sid id)
{
    hw_jsonw_key(&o->w, key);
    hw_jsonw_known_str(&o->w, text_of(o, id));
}

/* The fields of the four values, into an object that is open. `v` is NULL where no profile speaks
 * of it. */
static void values(out *o, const hw_values *v)
{
    for (int i = 0; i < HW_VALUES; i++) {
        hw_jsonw_key(&o->w, hw_value_rows[i].name);
        if (v && o->drift->present & 1u << i)
            hw_jsonw_i64(&o->w, v->v[i]);
        else
            hw_jsonw_null(&o->w);
    }
}

/* --- the sides -------------------------------------------------------------------------------- */

static void side_json(out *o, hw_drift_end end)
{
    const hw_drift_side *s = &o->drift->side[end];
    const hw_claims *c = s->claims;
    hw_jsonw_key(&o->w, ends[end]);
    hw_jsonw_object(&o->w);
    hw_inputs_json(&o->w, c);
    nullable(o, "go_version", s->go_version);
    hw_jsonw_key(&o->w, "go_minor");
    hw_jsonw_array(&o->w);
    hw_jsonw_i64(&o->w, s->go.min);
    hw_jsonw_i64(&o->w, s->go.max);
    hw_jsonw_end(&o->w);
    hw_jsonw_member_u64(&o->w, "packages", s->packages);
    hw_jsonw_member_u64(&o->w, "functions", s->functions);
    hw_jsonw_member_u64(&o->w, "lines", c->lines);
    hw_jsonw_member_u64(&o->w, "not_understood", c->not_understood.len);
    hw_jsonw_member_u64(&o->w, "claims", c->list.len + c->leaks.len);
    hw_notes_json(&o->w, o->drift->strings, &c->notes);
    hw_jsonw_end(&o->w);
}

static void profiles_json(out *o)
{
    hw_jsonw_key(&o->w, "profiles");
    hw_jsonw_array(&o->w);
    for (size_t i = 0; i < o->drift->profiles.len; i++) {
        const hw_drift_profile *p = &o->drift->profiles.at[i];
        hw_jsonw_object(&o->w);
        nullable(o, "input", p->name);
        hw_jsonw_key(&o->w, "of");
        hw_jsonw_array(&o->w);
        for (int end = 0; end < HW_DRIFT_ENDS; end++)
            if (p->of[end])
                hw_jsonw_cstr(&o->w, ends[end]);
        hw_jsonw_end(&o->w);
        hw_jsonw_end(&o->w);
    }
    hw_jsonw_end(&o->w);
}

/* --- sums ------------------------------------------------------------------------------------- */

static const hw_values *weighed(const out *o, const hw_values *v)
{
    return o->drift->present ? v : NULL;
}

static void kinds_json(out *o)
{
    hw_jsonw_key(&o->w, "kinds");
    hw_jsonw_object(&o->w);
    for (int k = 0; k < HW_DRIFT_COUNT; k++) {
        const hw_drift_count *c = &o->drift->counts[k];
        hw_jsonw_key(&o->w, hw_drift_rows[k].name);
        hw_jsonw_object(&o->w);
        hw_jsonw_member_u64(&o->w, "count", c->n);
        values(o, weighed(o, &c->values));
        hw_jsonw_end(&o->w);
    }
    hw_jsonw_end(&o->w);
}

static bool listed(const out *o, size_t i, size_t shown)
{
    if (!o->options->all && !hw_drift_rows[o->drift->list.at[i].kind].listed)
        return false;
    return o->options->nodecount == 0 || shown < o->options->nodecount;
}

static void omitted_json(out *o)
{
    hw_values sum = {0};
    size_t shown = 0, n = 0;
    for (size_t i = 0; i < o->drift->list.len; i++) {
        const hw_values *v = hw_drift_values(&o->drift->list.at[i]);
        if (listed(o, i, shown)) {
            shown++;
            continue;
        }
        n++;
        if (v)
            hw_values_add(&sum, v);
    }
    hw_jsonw_member_u64(&o->w, "differences_total", o->drift->list.len);
    hw_jsonw_key(&o->w, "omitted");
    hw_jsonw_object(&o->w);
    hw_jsonw_member_u64(&o->w, "count", n);
    values(o, weighed(o, &sum));
    hw_jsonw_end(&o->w);
}

/* --- differences ------------------------------------------------------------------------------ */

static void said_json(out *o, const hw_difference *d, hw_drift_end end)
{
    const hw_said *s = &d->said[end];
    hw_jsonw_key(&o->w, ends[end]);
    if (!s->here) {
        hw_jsonw_null(&o->w);
        return;
    }
    hw_jsonw_object(&o->w);
    nullable(o, "text", s->text);
    nullable(o, "function", s->function);
    hw_position_json(&o->w, text_of(o, s->file), s->line, s->col);
    nullable(o, "why", s->why);
    nullable(o, "sink", s->sink);
    hw_jsonw_member_u64(&o->w, "count", s->count);
    values(o, s->weighed ? &s->values : NULL);
    hw_jsonw_end(&o->w);
}

static void members_json(out *o, const hw_difference *d)
{
    hw_drift_end end = d->said[HW_DRIFT_B].here ? HW_DRIFT_B : HW_DRIFT_A;
    const hw_claims *c = o->drift->side[end].claims;
    hw_jsonw_key(&o->w, "claims");
    if (!hw_drift_whole(d->kind)) {
        hw_jsonw_null(&o->w);
        return;
    }
    hw_jsonw_array(&o->w);
    for (uint32_t i = 0; i < d->members && o->w.out.status == HW_OK; i++) {
        hw_jsonw_object(&o->w);
        hw_claim_json(&o->w, c, &c->list.at[o->drift->members.at[d->members_at + i]]);
        hw_jsonw_end(&o->w);
    }
    hw_jsonw_end(&o->w);
}

static void difference_json(out *o, const hw_difference *d, size_t rank)
{
    hw_jsonw_object(&o->w);
    hw_jsonw_member_u64(&o->w, "rank", rank);
    hw_jsonw_member_cstr(&o->w, "kind", hw_drift_rows[d->kind].name);
    hw_jsonw_member_cstr(&o->w, "severity", hw_drift_rows[d->kind].severity);
    hw_jsonw_member_bool(&o->w, "reworded", d->reworded);
    nullable(o, "package", d->package);
    nullable(o, "variant", d->variant);
    nullable(o, "function", d->function);
    values(o, hw_drift_values(d));
    said_json(o, d, HW_DRIFT_A);
    said_json(o, d, HW_DRIFT_B);
    members_json(o, d);
    hw_jsonw_end(&o->w);
}

static hw_status write(const hw_drift *drift, const hw_report_options *options,
                       const hw_byte_sink *to, hw_error *err)
{
    out o = {.drift = drift, .options = options};
    size_t shown = 0;
    hw_jsonw_init(&o.w, to, 2, err);
    hw_jsonw_object(&o.w);
    hw_jsonw_member_cstr(&o.w, "schema", "heapwitness.drift/1");
    side_json(&o, HW_DRIFT_A);
    side_json(&o, HW_DRIFT_B);
    hw_jsonw_member_bool(&o.w, "versions_differ", drift->versions_differ);
    profiles_json(&o);
    hw_filter_json(&o.w, o.options, o.drift->filtered, "differences_before", o.drift->before);
    hw_jsonw_member_u64(&o.w, "same", drift->same);
    kinds_json(&o);
    omitted_json(&o);
    hw_jsonw_key(&o.w, "differences");
    hw_jsonw_array(&o.w);
    for (size_t i = 0; i < drift->list.len && o.w.out.status == HW_OK; i++)
        if (listed(&o, i, shown))
            difference_json(&o, &drift->list.at[i], ++shown);
    hw_jsonw_end(&o.w);
    hw_notes_json(&o.w, drift->strings, &drift->notes);
    hw_jsonw_end(&o.w);
    return hw_jsonw_finish(&o.w);
}

const hw_drift_writer hw_drift_writer_json = {
    .name = "json",
    .help = "heapwitness.drift/1; kinds that are only counted with --all (docs/formats.md)",
    .write = write,
};
