#include "export/diagnostics_json.h"

static void text(hw_jsonw *w, const hw_claims *c, const char *key, hw_sid id)
{
    hw_jsonw_key(w, key);
    hw_jsonw_known_str(w, hw_strings_get(c->strings, id));
}

static void binary_json(hw_jsonw *w, const hw_build_info *b)
{
    hw_jsonw_object(w);
    hw_jsonw_member_known_str(w, "file", b->file);
    hw_jsonw_key(w, "size");
    hw_jsonw_u64(w, b->size);
    hw_jsonw_member_known_str(w, "gnu_build_id", b->gnu_build_id);
    hw_jsonw_member_known_str(w, "go_build_id", b->go_build_id);
    hw_jsonw_member_known_str(w, "pclntab_sha256", b->pclntab_sha256);
    hw_jsonw_end(w);
}

static void build_json(hw_jsonw *w, const hw_claims *c, const hw_build *b)
{
    hw_jsonw_object(w);
    hw_jsonw_key(w, "input");
    hw_jsonw_str(w, c->inputs.at[b->input].name);
    text(w, c, "go_version", b->go_version);
    text(w, c, "goos", b->goos);
    text(w, c, "goarch", b->goarch);
    text(w, c, "command", b->command);
    text(w, c, "gcflags", b->gcflags);
    text(w, c, "time", b->time);
    text(w, c, "vcs_revision", b->vcs_revision);
    hw_jsonw_key(w, "vcs_modified");
    if (b->vcs_modified < 0)
        hw_jsonw_null(w);
    else
        hw_jsonw_bool(w, b->vcs_modified);
    hw_jsonw_key(w, "binaries");
    hw_jsonw_array(w);
    for (uint32_t i = 0; i < b->binaries; i++)
        binary_json(w, &c->binaries.at[b->binaries_at + i]);
    hw_jsonw_end(w);
    hw_jsonw_end(w);
}

void hw_inputs_json(hw_jsonw *w, const hw_claims *c)
{
    hw_jsonw_key(w, "inputs");
    hw_jsonw_array(w);
    for (size_t i = 0; i < c->inputs.len; i++)
        if (!hw_input_part(c, i))
            hw_jsonw_str(w, c->inputs.at[i].name);
    hw_jsonw_end(w);
}

void hw_builds_json(hw_jsonw *w, const hw_claims *c)
{
    hw_jsonw_key(w, "builds");
    hw_jsonw_array(w);
    for (size_t i = 0; i < c->builds.len; i++)
        build_json(w, c, &c->builds.at[i]);
    hw_jsonw_end(w);
}

void hw_diagnostics_json(hw_jsonw *w, const hw_audit *a)
{
    const hw_claims *c = a->claims;
    hw_jsonw_key(w, "diagnostics");
    hw_jsonw_object(w);
    hw_inputs_json(w, c);
    text(w, c, "go_version", c->go_version);
    hw_builds_json(w, c);
    hw_jsonw_member_u64(w, "packages", a->diagnosed_packages);
    hw_jsonw_member_u64(w, "lines", c->lines);
    hw_jsonw_member_u64(w, "not_understood", c->not_understood.len);
    hw_jsonw_member_u64(w, "claims", c->list.len + c->leaks.len);
    hw_jsonw_end(w);
}
