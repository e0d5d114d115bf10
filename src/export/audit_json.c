#include "export/audit_json.h"

#include <stdio.h>
#include <time.h>

#include "base/error.h"
#include "base/index.h"
#include "export/claim_json.h"
#include "export/diagnostics_json.h"
#include "export/notes_json.h"
#include "export/profile_builds.h"

typedef struct out {
    hw_jsonw w;
    const hw_audit *audit;
    const hw_report_options *options;
} out;

static hw_str text_of(const out *o, hw_sid id)
{
    return hw_strings_get(o->audit->strings, id);
}

static void nullable(out *o, const char *key, hw_sid id)
{
    hw_jsonw_key(&o->w, key);
    hw_jsonw_known_str(&o->w, text_of(o, id));
}

static void empty_list(out *o, const char *key)
{
    hw_jsonw_key(&o->w, key);
    hw_jsonw_array(&o->w);
    hw_jsonw_end(&o->w);
}

static void value(out *o, hw_value v, int64_t n)
{
    hw_jsonw_key(&o->w, hw_value_rows[v].name);
    if (hw_profile_has(o->audit->profile, v))
        hw_jsonw_i64(&o->w, n);
    else
        hw_jsonw_null(&o->w);
}

/* The four values' fields, into an object that is open. */
static void values(out *o, const hw_values *v)
{
    for (int i = 0; i < HW_VALUES; i++)
        value(o, (hw_value)i, v->v[i]);
}

static void named_values(out *o, const char *key, const hw_values *v)
{
    hw_jsonw_key(&o->w, key);
    hw_jsonw_object(&o->w);
    values(o, v);
    hw_jsonw_end(&o->w);
}

/* --- profile, diagnostics ------------------------------------------------------------------- */

static void time_field(out *o, int64_t nanos)
{
    char text[48];
    struct tm tm;
    int64_t part = nanos % INT64_C(1000000000);
    time_t seconds = (time_t)(nanos / INT64_C(1000000000) - (part < 0));
    hw_jsonw_key(&o->w, "time");
    if (nanos == 0 || !gmtime_r(&seconds, &tm)) {
        hw_jsonw_null(&o->w);
        return;
    }
    size_t n = strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S", &tm);
    snprintf(text + n, sizeof text - n, ".%09dZ", (int)(part < 0 ? part + 1000000000 : part));
    hw_jsonw_cstr(&o->w, text);
}

/* As pprof merges profiles: the earliest time, the sum of the durations. */
static void times_json(out *o)
{
    const hw_profile *p = o->audit->profile;
    int64_t time = 0, duration = 0;
    for (size_t i = 0; i < p->inputs.len; i++) {
        const hw_profile_input *in = &p->inputs.at[i];
        if (!hw_input_counts(in))
            continue;
        if (in->time_nanos && (time == 0 || in->time_nanos < time))
            time = in->time_nanos;
        if (__builtin_add_overflow(duration, in->duration_nanos, &duration))
            duration = INT64_MAX;
    }
    time_field(o, time);
    hw_jsonw_key(&o->w, "duration_ns");
    if (duration)
        hw_jsonw_i64(&o->w, duration);
    else
        hw_jsonw_null(&o->w);
}

static void profile_json(out *o)
{
    const hw_profile *p = o->audit->profile;
    hw_jsonw_key(&o->w, "profile");
    hw_jsonw_object(&o->w);
    hw_jsonw_key(&o->w, "inputs");
    hw_jsonw_array(&o->w);
    for (size_t i = 0; i < p->inputs.len; i++)
        hw_jsonw_str(&o->w, p->inputs.at[i].name);
    hw_jsonw_end(&o->w);
    hw_jsonw_key(&o->w, "sample_types");
    hw_jsonw_array(&o->w);
    for (int v = 0; v < HW_VALUES; v++)
        if (hw_profile_has(p, (hw_value)v))
            hw_jsonw_cstr(&o->w, hw_value_rows[v].name);
    hw_jsonw_end(&o->w);
    hw_jsonw_key(&o->w, "period");
    if (p->period)
        hw_jsonw_i64(&o->w, p->period);
    else
        hw_jsonw_null(&o->w);
    times_json(o);
    hw_jsonw_key(&o->w, "delta");
    hw_jsonw_bool(&o->w, p->delta);
    hw_jsonw_member_bool(&o->w, "stored", p->stored);
    nullable(o, "go_version", o->audit->go_version);
    hw_profile_builds_json(&o->w, p);
    hw_jsonw_end(&o->w);
}

static void build_match_json(out *o)
{
    static const char *const names[] = {[HW_BUILD_UNKNOWN] = "unknown",
                                        [HW_BUILD_MATCHES] = "match",
                                        [HW_BUILD_DIFFERS] = "mismatch"};
    hw_jsonw_key(&o->w, "build_match");
    hw_jsonw_object(&o->w);
    hw_jsonw_member_cstr(&o->w, "verdict", names[o->audit->build_match]);
    hw_jsonw_key(&o->w, "reasons");
    hw_jsonw_array(&o->w);
    for (size_t i = 0; i < o->audit->build_reasons.len; i++)
        hw_jsonw_str(&o->w, text_of(o, o->audit->build_reasons.at[i]));
    hw_jsonw_end(&o->w);
    hw_jsonw_end(&o->w);
}

/* --- sums ----------------------------------------------------------------------------------- */

static void coverage_of(out *o, hw_value v)
{
    hw_jsonw_key(&o->w, hw_value_rows[v].name);
    if (!hw_profile_has(o->audit->profile, v)) {
        hw_jsonw_null(&o->w);
        return;
    }
    hw_jsonw_object(&o->w);
    for (int i = 0; i < HW_VERDICTS_WITH_BYTES; i++) {
        hw_jsonw_key(&o->w, hw_verdict_rows[i].name);
        hw_jsonw_i64(&o->w, o->audit->coverage[i].v[v]);
    }
    hw_jsonw_end(&o->w);
}

static void filter_json(out *o)
{
    const hw_unfiltered *b = &o->audit->before;
    hw_jsonw_key(&o->w, "filter");
    if (!b->set) {
        hw_jsonw_null(&o->w);
        return;
    }
    hw_jsonw_object(&o->w);
    hw_jsonw_member_cstr(&o->w, "focus", o->options->focus);
    hw_jsonw_member_cstr(&o->w, "ignore", o->options->ignore);
    hw_jsonw_member_u64(&o->w, "findings_before", b->findings);
    named_values(o, "totals_before", &b->totals);
    hw_jsonw_end(&o->w);
}

static void sums_json(out *o, size_t shown)
{
    const hw_audit *a = o->audit;
    hw_values omitted = {0};
    for (size_t i = shown; i < a->findings.len; i++)
        hw_values_add(&omitted, &a->findings.at[i].values);
    hw_jsonw_member_cstr(&o->w, "sort", hw_value_rows[a->sort].name);
    filter_json(o);
    named_values(o, "totals", &a->totals);
    hw_jsonw_key(&o->w, "coverage");
    hw_jsonw_object(&o->w);
    coverage_of(o, HW_INUSE_SPACE);
    coverage_of(o, HW_ALLOC_SPACE);
    hw_jsonw_end(&o->w);
    hw_jsonw_member_u64(&o->w, "findings_total", a->findings.len);
    hw_jsonw_key(&o->w, "omitted");
    hw_jsonw_object(&o->w);
    hw_jsonw_member_u64(&o->w, "count", a->findings.len - shown);
    values(o, &omitted);
    hw_jsonw_end(&o->w);
}

/* --- findings ------------------------------------------------------------------------------- */

static void frame_fields(out *o, const hw_shown_frame *f)
{
    nullable(o, "function", f->function);
    nullable(o, "file", f->file);
    hw_jsonw_key(&o->w, "line");
    hw_jsonw_known_u64(&o->w, f->line);
}

static void interval_of(out *o, const hw_finding *f, hw_value v)
{
    const hw_interval *i = &f->interval[v];
    hw_jsonw_key(&o->w, hw_value_rows[v].name);
    if (!i->known || !hw_profile_has(o->audit->profile, v)) {
        hw_jsonw_null(&o->w);
        return;
    }
    hw_jsonw_object(&o->w);
    hw_jsonw_key(&o->w, "low");
    hw_jsonw_i64(&o->w, i->low);
    hw_jsonw_key(&o->w, "high");
    hw_jsonw_i64(&o->w, i->high);
    hw_jsonw_key(&o->w, "level");
    hw_jsonw_fixed(&o->w, 0.95, 2);
    hw_jsonw_end(&o->w);
}

static void known(out *o, const char *key, int64_t n)
{
    hw_jsonw_key(&o->w, key);
    if (n >= 0)
        hw_jsonw_i64(&o->w, n);
    else
        hw_jsonw_null(&o->w);
}

/* Of the two spaces; -1 is unknown. */
static void both_spaces(out *o, const char *key, const int64_t *n)
{
    hw_jsonw_key(&o->w, key);
    hw_jsonw_object(&o->w);
    known(o, hw_value_rows[HW_INUSE_SPACE].name, n[HW_INUSE_SPACE]);
    known(o, hw_value_rows[HW_ALLOC_SPACE].name, n[HW_ALLOC_SPACE]);
    hw_jsonw_end(&o->w);
}

static void sampling_json(out *o, const hw_finding *f)
{
    bool alloc = o->audit->sort == HW_ALLOC_SPACE || o->audit->sort == HW_ALLOC_OBJECTS;
    hw_jsonw_key(&o->w, "interval");
    hw_jsonw_object(&o->w);
    interval_of(o, f, HW_INUSE_SPACE);
    interval_of(o, f, HW_ALLOC_SPACE);
    hw_jsonw_end(&o->w);
    both_spaces(o, "standard_error", f->stderr_space);
    known(o, "raw_samples", f->raw_samples[alloc ? HW_ALLOC_SPACE : HW_INUSE_SPACE]);
    both_spaces(o, "samples", f->raw_samples);
    hw_jsonw_key(&o->w, "object_sizes");
    if (f->size_count == 0) {
        hw_jsonw_null(&o->w);
        return;
    }
    hw_jsonw_array(&o->w);
    for (size_t i = 0; i < f->size_count; i++)
        hw_jsonw_i64(&o->w, f->sizes[i]);
    hw_jsonw_end(&o->w);
}

static void frames_json(out *o, const hw_finding *f)
{
    hw_jsonw_key(&o->w, "inlined");
    hw_jsonw_array(&o->w);
    for (size_t i = 0; i < f->inlined_count; i++) {
        hw_jsonw_object(&o->w);
        frame_fields(o, &f->inlined[i]);
        hw_jsonw_end(&o->w);
    }
    hw_jsonw_end(&o->w);
    hw_jsonw_key(&o->w, "outside");
    if (f->outside.function == 0) {
        hw_jsonw_null(&o->w);
        return;
    }
    hw_jsonw_object(&o->w);
    frame_fields(o, &f->outside);
    hw_jsonw_end(&o->w);
}

static void callers_json(out *o, const hw_finding *f)
{
    hw_jsonw_key(&o->w, "callers");
    hw_jsonw_array(&o->w);
    for (size_t i = 0; i < f->caller_count; i++) {
        hw_jsonw_object(&o->w);
        frame_fields(o, &f->callers[i].frame);
        values(o, &f->callers[i].values);
        hw_jsonw_end(&o->w);
    }
    hw_jsonw_end(&o->w);
}

static void cause_fields(out *o, hw_cause cause)
{
    char id[16];
    snprintf(id, sizeof id, "HW%u", hw_cause_rows[cause].number);
    hw_jsonw_member_cstr(&o->w, "cause", hw_cause_rows[cause].name);
    hw_jsonw_member_cstr(&o->w, "id", hw_cause_rows[cause].name ? id : NULL);
}

static void finding_json(out *o, const hw_finding *f)
{
    char print[20];
    snprintf(print, sizeof print, "%016llx", (unsigned long long)f->fingerprint);
    hw_jsonw_object(&o->w);
    hw_jsonw_member_u64(&o->w, "rank", f->rank);
    hw_jsonw_member_cstr(&o->w, "fingerprint", print);
    hw_jsonw_member_cstr(&o->w, "verdict", hw_verdict_rows[f->verdict].name);
    cause_fields(o, f->cause);
    hw_jsonw_member_cstr(&o->w, "severity", hw_finding_severity(f));
    hw_jsonw_member_cstr(&o->w, "consistency", hw_verdict_rows[f->verdict].consistency);
    hw_jsonw_member_cstr(&o->w, "basis", hw_basis_names[f->basis]);
    nullable(o, "why", f->why);
    nullable(o, "package", f->package);
    nullable(o, "function", f->function);
    nullable(o, "file", f->file);
    nullable(o, "path", f->path);
    hw_jsonw_key(&o->w, "line");
    hw_jsonw_known_u64(&o->w, f->line);
    frames_json(o, f);
    values(o, &f->values);
    sampling_json(o, f);
    nullable(o, "allocator", f->allocator);
    nullable(o, "type", f->type);
    hw_jsonw_member_cstr(&o->w, "type_hole", f->why_untyped);
    hw_candidates_json(&o->w, o->audit->claims, f);
    callers_json(o, f);
    empty_list(o, "advice");
    hw_jsonw_end(&o->w);
}

/* --- the rest ------------------------------------------------------------------------------- */

static void without_bytes_json(out *o)
{
    const hw_audit *a = o->audit;
    hw_jsonw_key(&o->w, "claims_without_bytes");
    hw_jsonw_object(&o->w);
    hw_jsonw_member_u64(&o->w, "unobserved", a->unobserved);
    hw_jsonw_member_u64(&o->w, "upheld", a->upheld);
    hw_jsonw_key(&o->w, "listed");
    hw_jsonw_array(&o->w);
    for (size_t i = 0; o->options->all && i < a->without_bytes.len && o->w.out.status == HW_OK;
         i++) {
        const hw_claim_without_bytes *q = &a->without_bytes.at[i];
        hw_jsonw_object(&o->w);
        hw_jsonw_member_cstr(&o->w, "verdict", hw_verdict_rows[q->verdict].name);
        cause_fields(o, q->cause);
        hw_claim_json(&o->w, a->claims, &a->claims->list.at[q->claim]);
        hw_jsonw_end(&o->w);
    }
    hw_jsonw_end(&o->w);
    hw_jsonw_end(&o->w);
}

static hw_status write(const hw_audit *audit, const hw_report_options *options,
                       const hw_byte_sink *to, hw_error *err)
{
    out o = {.audit = audit, .options = options};
    size_t shown = audit->findings.len;
    if (options->nodecount && options->nodecount < shown)
        shown = options->nodecount;
    hw_jsonw_init(&o.w, to, 2, err);
    hw_jsonw_object(&o.w);
    hw_jsonw_member_cstr(&o.w, "schema", "heapwitness.audit/1");
    profile_json(&o);
    hw_diagnostics_json(&o.w, audit);
    build_match_json(&o);
    sums_json(&o, shown);
    hw_jsonw_key(&o.w, "findings");
    hw_jsonw_array(&o.w);
    for (size_t i = 0; i < shown && o.w.out.status == HW_OK; i++)
        finding_json(&o, &audit->findings.at[i]);
    hw_jsonw_end(&o.w);
    without_bytes_json(&o);
    hw_notes_json(&o.w, audit->strings, &audit->notes);
    hw_jsonw_end(&o.w);
    return hw_jsonw_finish(&o.w);
}

const hw_audit_writer hw_audit_writer_json = {
    .name = "json",
    .help = "heapwitness.audit/1, one finding a line (docs/formats.md)",
    .write = write,
};
