#include "report/builds.h"

static void text(hw_jsonw *w, const hw_claims *c, const char *key, hw_sid id)
{
    hw_jsonw_key(w, key);
    hw_jsonw_known_str(w, hw_strings_get(c->strings, id));
}

static void binary_json(hw_jsonw *w, const hw_claims *c, const hw_binary_id *b)
{
    hw_jsonw_object(w);
    text(w, c, "file", b->file);
    hw_jsonw_key(w, "size");
    hw_jsonw_u64(w, b->size);
    text(w, c, "gnu_build_id", b->gnu_build_id);
    text(w, c, "go_build_id", b->go_build_id);
    text(w, c, "pclntab_sha256", b->pclntab_sha256);
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
        binary_json(w, c, &c->binaries.at[b->binaries_at + i]);
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

void hw_build_text(hw_page *p, const hw_claims *c, size_t input)
{
    enum { COMMIT = 12, COMMAND = 70 };
    for (size_t i = 0; i < c->builds.len; i++) {
        const hw_build *b = &c->builds.at[i];
        hw_str commit = hw_str_sub(hw_strings_get(c->strings, b->vcs_revision), 0, COMMIT);
        if (b->input != input)
            continue;
        hw_page_printf(p, "  ");
        hw_page_fit(p, hw_strings_get(c->strings, b->command), COMMAND);
        hw_page_printf(p, "\n  ");
        hw_page_text(p, hw_strings_get(c->strings, b->time));
        if (commit.n) {
            hw_page_printf(p, ", commit ");
            hw_page_text(p, commit);
            hw_page_printf(p, "%s", b->vcs_modified == 1 ? " with changes" : "");
        }
        hw_page_printf(p, "\n");
    }
}
