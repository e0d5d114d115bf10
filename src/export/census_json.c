#include "export/census_json.h"

#include "export/claim_json.h"
#include "export/diagnostics_json.h"
#include "export/filter_json.h"
#include "export/notes_json.h"

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

/* --- what was read -------------------------------------------------------------------------- */

static void program_json(out *o)
{
    const hw_executable *p = &o->audit->profile->programs.at[0];
    hw_jsonw_key(&o->w, "program");
    hw_jsonw_object(&o->w);
    hw_jsonw_member_known_str(&o->w, "file", p->build.file);
    hw_jsonw_key(&o->w, "listing");
    hw_jsonw_bool(&o->w, p->listing);
    hw_jsonw_member_known_str(&o->w, "path", p->build.path);
    hw_jsonw_member_known_str(&o->w, "go_version", p->build.go_version);
    hw_jsonw_member_known_str(&o->w, "gnu_build_id", p->build.gnu_build_id);
    hw_jsonw_member_known_str(&o->w, "go_build_id", p->build.go_build_id);
    hw_jsonw_member_known_str(&o->w, "pclntab_sha256", p->build.pclntab_sha256);
    hw_jsonw_end(&o->w);
}

static void calls_json(out *o)
{
    const hw_audit *a = o->audit;
    hw_jsonw_key(&o->w, "calls");
    hw_jsonw_object(&o->w);
    for (int v = 0; v < HW_VERDICTS_WITH_BYTES; v++) {
        hw_jsonw_key(&o->w, hw_verdict_rows[v].name);
        hw_jsonw_i64(&o->w, a->coverage[v].v[HW_ALLOC_OBJECTS]);
    }
    hw_jsonw_end(&o->w);
}

/* --- sites ---------------------------------------------------------------------------------- */

static void frames_json(out *o, const hw_finding *f)
{
    hw_jsonw_key(&o->w, "inlined");
    hw_jsonw_array(&o->w);
    for (size_t i = 0; i < f->inlined_count; i++) {
        hw_jsonw_object(&o->w);
        nullable(o, "function", f->inlined[i].function);
        nullable(o, "file", f->inlined[i].file);
        hw_jsonw_key(&o->w, "line");
        hw_jsonw_known_u64(&o->w, f->inlined[i].line);
        hw_jsonw_end(&o->w);
    }
    hw_jsonw_end(&o->w);
}

static void site_json(out *o, const hw_finding *f)
{
    hw_jsonw_object(&o->w);
    hw_jsonw_member_cstr(&o->w, "verdict", hw_verdict_rows[f->verdict].name);
    hw_jsonw_member_cstr(&o->w, "cause", hw_cause_rows[f->cause].name);
    nullable(o, "why", f->why);
    nullable(o, "package", f->package);
    nullable(o, "function", f->function);
    nullable(o, "file", f->file);
    nullable(o, "path", f->path);
    hw_jsonw_key(&o->w, "line");
    hw_jsonw_known_u64(&o->w, f->line);
    frames_json(o, f);
    hw_jsonw_key(&o->w, "calls");
    hw_jsonw_i64(&o->w, f->values.v[HW_ALLOC_OBJECTS]);
    nullable(o, "allocator", f->allocator);
    hw_jsonw_member_cstr(&o->w, "family", hw_family_names[f->family]);
    nullable(o, "type", f->type);
    hw_jsonw_member_cstr(&o->w, "type_hole", f->why_untyped);
    hw_candidates_json(&o->w, o->audit->claims, f);
    hw_jsonw_end(&o->w);
}

static void without_bytes_json(out *o)
{
    const hw_audit *a = o->audit;
    hw_jsonw_key(&o->w, "claims_without_call");
    hw_jsonw_object(&o->w);
    hw_jsonw_member_u64(&o->w, "heap", a->unobserved);
    hw_jsonw_member_u64(&o->w, "stack", a->upheld);
    hw_jsonw_key(&o->w, "listed");
    hw_jsonw_array(&o->w);
    for (size_t i = 0; i < a->without_bytes.len && o->w.out.status == HW_OK; i++) {
        const hw_claim_without_bytes *q = &a->without_bytes.at[i];
        if (q->verdict != HW_UNOBSERVED && !o->options->all)
            continue;
        hw_jsonw_object(&o->w);
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
    hw_jsonw_member_cstr(&o.w, "schema", "heapwitness.census/1");
    program_json(&o);
    hw_diagnostics_json(&o.w, audit);
    hw_filter_json(&o.w, o.options, o.audit->before.set, "sites_before", o.audit->before.findings);
    calls_json(&o);
    hw_jsonw_member_u64(&o.w, "sites_total", audit->findings.len);
    hw_jsonw_key(&o.w, "sites");
    hw_jsonw_array(&o.w);
    for (size_t i = 0; i < shown && o.w.out.status == HW_OK; i++)
        site_json(&o, &audit->findings.at[i]);
    hw_jsonw_end(&o.w);
    without_bytes_json(&o);
    hw_notes_json(&o.w, audit->strings, &audit->notes);
    hw_jsonw_end(&o.w);
    return hw_jsonw_finish(&o.w);
}

const hw_census_writer hw_census_writer_json = {
    .name = "json",
    .help = "heapwitness.census/1, one site a line (docs/formats.md)",
    .write = write,
};
