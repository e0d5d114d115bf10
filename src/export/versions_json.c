#include "export/versions_json.h"

#include "base/jsonw.h"

typedef struct out {
    hw_jsonw w;
    const hw_versions *v;
} out;

static void nullable(out *o, const char *key, hw_sid id)
{
    hw_jsonw_key(&o->w, key);
    hw_jsonw_known_str(&o->w, hw_strings_get(o->v->strings, id));
}

static void versions_json(out *o)
{
    hw_jsonw_key(&o->w, "versions");
    hw_jsonw_array(&o->w);
    for (size_t i = 0; i < o->v->list.len; i++) {
        const hw_go_version *one = &o->v->list.at[i];
        hw_jsonw_object(&o->w);
        nullable(o, "asked", one->asked);
        nullable(o, "go_version", one->go_version);
        hw_jsonw_member_u64(&o->w, "claims", one->claims->list.len + one->claims->leaks.len);
        hw_jsonw_member_u64(&o->w, "not_understood", one->claims->not_understood.len);
        hw_jsonw_end(&o->w);
    }
    hw_jsonw_end(&o->w);
    hw_jsonw_key(&o->w, "failures");
    hw_jsonw_array(&o->w);
    for (size_t i = 0; i < o->v->failures.len; i++) {
        hw_jsonw_object(&o->w);
        nullable(o, "asked", o->v->failures.at[i].asked);
        nullable(o, "why", o->v->failures.at[i].why);
        hw_jsonw_end(&o->w);
    }
    hw_jsonw_end(&o->w);
}

static void steps_json(out *o)
{
    hw_jsonw_key(&o->w, "steps");
    hw_jsonw_array(&o->w);
    for (size_t i = 0; i < o->v->steps.len; i++) {
        const hw_version_step *s = &o->v->steps.at[i];
        hw_jsonw_object(&o->w);
        nullable(o, "from", o->v->list.at[i].go_version);
        nullable(o, "to", o->v->list.at[i + 1].go_version);
        hw_jsonw_member_u64(&o->w, "same", s->same);
        hw_jsonw_key(&o->w, "kinds");
        hw_jsonw_object(&o->w);
        for (int k = 0; k < HW_DRIFT_COUNT; k++)
            hw_jsonw_member_u64(&o->w, hw_drift_rows[k].name, s->counts[k]);
        hw_jsonw_end(&o->w);
        hw_jsonw_end(&o->w);
    }
    hw_jsonw_end(&o->w);
}

static void cell_json(out *o, const hw_cell *c)
{
    hw_jsonw_object(&o->w);
    hw_jsonw_key(&o->w, "verdict");
    hw_jsonw_cstr(&o->w, c->word == HW_CELL_ABSENT ? NULL : hw_cell_names[c->word]);
    nullable(o, "text", c->text);
    nullable(o, "file", c->file);
    hw_jsonw_key(&o->w, "line");
    hw_jsonw_known_u64(&o->w, c->line);
    hw_jsonw_end(&o->w);
}

static void row_json(out *o, const hw_version_row *r)
{
    hw_jsonw_object(&o->w);
    nullable(o, "package", r->package);
    nullable(o, "function", r->function);
    hw_jsonw_key(&o->w, "differs");
    hw_jsonw_bool(&o->w, r->differs);
    hw_jsonw_key(&o->w, "cells");
    hw_jsonw_array(&o->w);
    for (size_t i = 0; i < o->v->list.len; i++)
        cell_json(o, &o->v->cells.at[r->cells_at + i]);
    hw_jsonw_end(&o->w);
    hw_jsonw_end(&o->w);
}

static hw_status write(const hw_versions *v, const hw_report_options *options,
                       const hw_byte_sink *to, hw_error *err)
{
    out o = {.v = v};
    size_t shown = 0;
    hw_jsonw_init(&o.w, to, 2, err);
    hw_jsonw_object(&o.w);
    hw_jsonw_key(&o.w, "schema");
    hw_jsonw_cstr(&o.w, "heapwitness.versions/1");
    versions_json(&o);
    steps_json(&o);
    hw_jsonw_member_u64(&o.w, "rows_total", v->rows.len);
    hw_jsonw_key(&o.w, "rows");
    hw_jsonw_array(&o.w);
    for (size_t i = 0; i < v->rows.len && o.w.out.status == HW_OK; i++) {
        if (!options->all && !v->rows.at[i].differs)
            continue;
        if (options->nodecount && shown++ == options->nodecount)
            break;
        row_json(&o, &v->rows.at[i]);
    }
    hw_jsonw_end(&o.w);
    hw_jsonw_end(&o.w);
    return hw_jsonw_finish(&o.w);
}

const hw_versions_writer hw_versions_writer_json = {
    .name = "json",
    .help = "heapwitness.versions/1; claims that are the same everywhere with --all",
    .write = write,
};
