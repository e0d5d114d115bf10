#include "export/profile_builds.h"

#include "base/error.h"
#include "base/index.h"

/* The settings of the build information that are shown: those that decide what is compiled. */
static const char *const shown[] = {
    "GOOS",        "GOARCH",       "GOAMD64",   "GOARM64",      "GOEXPERIMENT",
    "CGO_ENABLED", "-buildmode",   "-compiler", "-gcflags",     "-tags",
    "-race",       "-msan",        "-asan",     "-pgo",         "-trimpath",
    "vcs",         "vcs.revision", "vcs.time",  "vcs.modified",
};

static void settings(hw_jsonw *w, const hw_build_info *x)
{
    hw_jsonw_key(w, "settings");
    if (!x) {
        hw_jsonw_null(w);
        return;
    }
    hw_jsonw_object(w);
    for (size_t i = 0; i < sizeof shown / sizeof *shown; i++) {
        hw_str value = hw_build_setting(x, shown[i]);
        if (value.n)
            hw_jsonw_member_known_str(w, shown[i], value);
    }
    hw_jsonw_end(w);
}

/* `m` is NULL for a program that no mapping belongs to. */
static void build(hw_jsonw *w, const hw_profile *p, const hw_mapping *m, const hw_executable *x)
{
    static const char *const fits[] = {[HW_FIT_UNKNOWN] = "unknown", [HW_FIT_PROVEN] = "proven"};
    static const hw_build_info none = {0};
    const hw_build_info *b = x ? &x->build : &none;
    hw_jsonw_object(w);
    hw_jsonw_key(w, "file");
    hw_jsonw_str(w, m ? hw_strings_get(p->strings, m->file) : b->file);
    hw_jsonw_member_known_str(w, "gnu_build_id",
                              m && m->build_id ? hw_strings_get(p->strings, m->build_id)
                                               : b->gnu_build_id);
    hw_jsonw_member_known_str(w, "pclntab_sha256", b->pclntab_sha256);
    hw_jsonw_member_known_str(w, "program", b->file);
    hw_jsonw_key(w, "fit");
    if (x)
        hw_jsonw_cstr(w, fits[x->fit]);
    else
        hw_jsonw_null(w);
    hw_jsonw_member_known_str(w, "go_build_id", b->go_build_id);
    hw_jsonw_member_known_str(w, "go_version", b->go_version);
    hw_jsonw_member_known_str(w, "path", b->path);
    settings(w, x ? b : NULL);
    hw_jsonw_end(w);
}

/* --- each file once ------------------------------------------------------------------------- */

/* A profile maps one file several times, and merged profiles repeat the mappings. */
typedef struct seen_build {
    const hw_profile *profile;
    uint64_t seed;
    const hw_mapping *like;
} seen_build;

static uint64_t build_hash(const void *ctx, uint32_t id)
{
    const seen_build *s = ctx;
    const hw_mapping *m = &s->profile->mappings.at[id];
    const hw_sid key[] = {m->file, m->build_id};
    return hw_hash(s->seed, key, sizeof key);
}

static bool build_same(const void *ctx, uint32_t id)
{
    const seen_build *s = ctx;
    const hw_mapping *m = &s->profile->mappings.at[id];
    return m->file == s->like->file && m->build_id == s->like->build_id;
}

static const hw_executable *program_of(const hw_profile *p, const hw_mapping *m)
{
    const hw_executable *x = m->program >= p->programs.len ? NULL : &p->programs.at[m->program];
    return x && x->fit != HW_FIT_OTHER ? x : NULL;
}

static void builds_of_mappings(hw_jsonw *w, const hw_profile *p)
{
    hw_index seen = {.seed = hw_random_seed()};
    for (uint32_t i = 0; i < p->mappings.len && w->out.status == HW_OK; i++) {
        seen_build s = {p, seen.seed, &p->mappings.at[i]};
        uint64_t hash = build_hash(&s, i);
        if (hw_index_get(&seen, hash, build_same, &s) != HW_NONE)
            continue;
        if (!hw_index_put(&seen, hash, i, build_hash, &s)) {
            w->out.status = hw_nomem(w->out.err);
            break;
        }
        build(w, p, s.like, program_of(p, s.like));
    }
    hw_index_free(&seen);
}

void hw_profile_builds_json(hw_jsonw *w, const hw_profile *p)
{
    hw_jsonw_key(w, "builds");
    hw_jsonw_array(w);
    builds_of_mappings(w, p);
    for (size_t i = 0; i < p->programs.len && p->mappings.len == 0; i++)
        if (p->programs.at[i].fit != HW_FIT_OTHER)
            build(w, p, NULL, &p->programs.at[i]);
    hw_jsonw_end(w);
}
