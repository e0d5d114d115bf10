#include "bundle/bundle_write.h"

#include "base/error.h"
#include "base/jsonw.h"

void hw_bundle_head_free(hw_bundle_head *h)
{
    hw_vec_free(&h->command.list);
    hw_vec_free(&h->env);
    hw_vec_free(&h->gcflags.list);
    hw_vec_free(&h->flags.list);
    hw_vec_free(&h->binaries);
}

static void words(hw_jsonw *w, const char *key, const hw_bundle_words *of)
{
    hw_jsonw_key(w, key);
    hw_jsonw_array(w);
    for (size_t i = 0; i < of->list.len; i++)
        hw_jsonw_str(w, of->list.at[i]);
    hw_jsonw_end(w);
}

static void pairs(hw_jsonw *w, const char *key, const hw_setting *at, size_t n)
{
    hw_jsonw_key(w, key);
    hw_jsonw_object(w);
    for (size_t i = 0; i < n; i++) {
        hw_jsonw_key_str(w, at[i].key);
        hw_jsonw_str(w, at[i].value);
    }
    hw_jsonw_end(w);
}

static void module(hw_jsonw *w, const hw_module *m)
{
    hw_jsonw_object(w);
    hw_jsonw_member_known_str(w, "path", m->path);
    hw_jsonw_member_known_str(w, "version", m->version);
    if (m->sum.n)
        hw_jsonw_member_known_str(w, "sum", m->sum);
    if (m->replaced) {
        hw_jsonw_key(w, "replace");
        hw_jsonw_object(w);
        hw_jsonw_member_known_str(w, "path", m->by_path);
        hw_jsonw_member_known_str(w, "version", m->by_version);
        if (m->by_sum.n)
            hw_jsonw_member_known_str(w, "sum", m->by_sum);
        hw_jsonw_end(w);
    }
    hw_jsonw_end(w);
}

static void modules(hw_jsonw *w, const hw_bundle_head *h)
{
    hw_jsonw_key(w, "modules");
    hw_jsonw_array(w);
    for (size_t i = 0; i < h->module_count; i++)
        module(w, &h->modules[i]);
    hw_jsonw_end(w);
}

static void sources(hw_jsonw *w, const hw_bundle_head *h)
{
    hw_jsonw_key(w, "vcs");
    if (!h->revision) {
        hw_jsonw_null(w);
        return;
    }
    hw_jsonw_object(w);
    hw_jsonw_member_cstr(w, "system", h->vcs);
    hw_jsonw_member_cstr(w, "revision", h->revision);
    hw_jsonw_member_cstr(w, "time", h->revision_time);
    hw_jsonw_key(w, "modified");
    if (h->modified < 0)
        hw_jsonw_null(w);
    else
        hw_jsonw_bool(w, h->modified);
    hw_jsonw_end(w);
}

static void binaries(hw_jsonw *w, const hw_bundle_head *h)
{
    hw_jsonw_key(w, "binaries");
    hw_jsonw_array(w);
    for (size_t i = 0; i < h->binaries.len; i++) {
        const hw_build_info *b = &h->binaries.at[i];
        hw_jsonw_object(w);
        hw_jsonw_member_str(w, "file", b->file);
        hw_jsonw_member_u64(w, "size", b->size);
        hw_jsonw_member_known_str(w, "pclntab_sha256", b->pclntab_sha256);
        hw_jsonw_member_known_str(w, "gnu_build_id", b->gnu_build_id);
        hw_jsonw_member_known_str(w, "go_build_id", b->go_build_id);
        hw_jsonw_member_known_str(w, "path", b->path);
        pairs(w, "settings", b->settings.at, b->settings.len);
        hw_jsonw_end(w);
    }
    hw_jsonw_end(w);
}

static void head_time(hw_jsonw *w, time_t time)
{
    char stamp[32] = "";
    struct tm tm;
    if (gmtime_r(&time, &tm))
        strftime(stamp, sizeof stamp, "%Y-%m-%dT%H:%M:%SZ", &tm);
    hw_jsonw_member_cstr(w, "time", stamp);
}

/* What bundle_read.c reads, and what is only for people. */
static hw_status write_head(const void *what, const hw_byte_sink *to, hw_error *err)
{
    const hw_bundle_head *h = what;
    hw_jsonw w;
    hw_jsonw_init(&w, to, 0, err);
    hw_jsonw_object(&w);
    hw_jsonw_member_cstr(&w, "heapwitness", "bundle/1");
    hw_jsonw_member_cstr(&w, "recorder", HW_VERSION);
    head_time(&w, h->time);
    hw_jsonw_key(&w, "seconds");
    hw_jsonw_fixed(&w, h->seconds, 1);
    hw_jsonw_member_str(&w, "go_version", h->go_version);
    hw_jsonw_member_str(&w, "goos", h->goos);
    hw_jsonw_member_str(&w, "goarch", h->goarch);
    words(&w, "command", &h->command);
    hw_jsonw_member_str(&w, "dir", h->dir);
    pairs(&w, "env", h->env.at, h->env.len);
    words(&w, "gcflags", &h->gcflags);
    words(&w, "flags", &h->flags);
    hw_jsonw_key(&w, "exit_code");
    hw_jsonw_i64(&w, h->exit_code);
    sources(&w, h);
    binaries(&w, h);
    modules(&w, h);
    hw_jsonw_member_u64(&w, "packages", h->packages);
    hw_jsonw_member_u64(&w, "lines", h->lines);
    hw_jsonw_member_u64(&w, "text_bytes", h->text_bytes);
    hw_jsonw_member_u64(&w, "json_bytes", h->json_bytes);
    hw_jsonw_end(&w);
    return hw_jsonw_finish(&w);
}

hw_status hw_bundle_write(const hw_bundle_head *head, hw_bundle_part text_part,
                          hw_bundle_part records, const hw_byte_sink *to, hw_error *err)
{
    HW_TRY(hw_gzip_member(write_head, head, to, err));
    HW_TRY(text_part.write(text_part.what, to, err));
    return hw_gzip_member(records.write, records.what, to, err);
}
