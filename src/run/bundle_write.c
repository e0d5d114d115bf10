#include "run/bundle_write.h"

#include <string.h>

#include "base/error.h"
#include "export/jsonw.h"
#include "run/gzip.h"
#include "run/process.h"

/* --- the head ------------------------------------------------------------------------------- */

static void text(hw_jsonw *w, const char *key, const char *value)
{
    hw_jsonw_key(w, key);
    hw_jsonw_cstr(w, value);
}

static void number(hw_jsonw *w, const char *key, uint64_t value)
{
    hw_jsonw_key(w, key);
    hw_jsonw_u64(w, value);
}

static void words(hw_jsonw *w, const char *key, const hw_words *list)
{
    hw_jsonw_key(w, key);
    hw_jsonw_array(w);
    for (size_t i = 0; i < list->list.len; i++)
        hw_jsonw_cstr(w, list->list.at[i]);
    hw_jsonw_end(w);
}

/* NAME=value words in front of the command may hold secrets; those that decide the build do not. */
static bool is_matched(hw_str name)
{
    for (int v = 0; v < HW_GO_VARIABLE_COUNT; v++)
        if (hw_str_eq(name, hw_str_of(hw_go_variable_name((hw_go_variable)v))))
            return true;
    return false;
}

static void command(hw_jsonw *w, const hw_bundle_head *h)
{
    size_t env = h->command->env.list.len;
    hw_jsonw_key(w, "command");
    hw_jsonw_array(w);
    for (size_t i = 0; i < h->words->list.len; i++) {
        hw_str word = hw_str_of(h->words->list.at[i]), name = word, value;
        bool assignment = i <= env && hw_str_cut(word, '=', &name, &value);
        hw_jsonw_str(w, !assignment || is_matched(name) ? word : hw_str_sub(word, 0, name.n + 1));
    }
    hw_jsonw_end(w);
}

static void environment(hw_jsonw *w, const hw_go_facts *f)
{
    hw_jsonw_key(w, "env");
    hw_jsonw_object(w);
    for (int v = 0; v < HW_GO_VARIABLE_COUNT; v++)
        if (hw_go_variable_told((hw_go_variable)v) && f->variables[v][0])
            text(w, hw_go_variable_name((hw_go_variable)v), f->variables[v]);
    hw_jsonw_end(w);
}

/* The flags of the build but -gcflags, as "-name" or "-name=value". */
static void flags(hw_jsonw *w, const hw_go_command *c)
{
    hw_jsonw_key(w, "flags");
    hw_jsonw_array(w);
    for (size_t i = 0; i < c->flags.len; i++) {
        const hw_go_flag *f = &c->flags.at[i];
        if (f->row && f->row->kind == HW_GO_GCFLAGS)
            continue;
        hw_jsonw_cstr(w, f->raw);
        if (f->separate)
            hw_jsonw_cstr(w, f->value);
    }
    hw_jsonw_end(w);
}

static void string(hw_jsonw *w, const char *key, hw_str value)
{
    hw_jsonw_key(w, key);
    hw_jsonw_known_str(w, value);
}

static void module(hw_jsonw *w, const hw_module *m)
{
    hw_jsonw_object(w);
    string(w, "path", m->path);
    string(w, "version", m->version);
    if (m->sum.n)
        string(w, "sum", m->sum);
    if (m->replaced) {
        hw_jsonw_key(w, "replace");
        hw_jsonw_object(w);
        string(w, "path", m->by_path);
        string(w, "version", m->by_version);
        if (m->by_sum.n)
            string(w, "sum", m->by_sum);
        hw_jsonw_end(w);
    }
    hw_jsonw_end(w);
}

static void modules(hw_jsonw *w, const hw_identity *i)
{
    hw_jsonw_key(w, "modules");
    hw_jsonw_array(w);
    for (size_t k = 0; k < i->modules.len; k++)
        module(w, &i->modules.at[k]);
    hw_jsonw_end(w);
}

static void sources(hw_jsonw *w, const hw_identity *i)
{
    hw_jsonw_key(w, "vcs");
    if (!i->revision) {
        hw_jsonw_null(w);
        return;
    }
    hw_jsonw_object(w);
    text(w, "system", i->vcs);
    text(w, "revision", i->revision);
    text(w, "time", i->time);
    hw_jsonw_key(w, "modified");
    if (i->modified < 0)
        hw_jsonw_null(w);
    else
        hw_jsonw_bool(w, i->modified);
    hw_jsonw_end(w);
}

/* What the linker was told may hold secrets, and decides nothing here. */
static void settings(hw_jsonw *w, const hw_binary *b)
{
    hw_jsonw_key(w, "settings");
    hw_jsonw_object(w);
    for (size_t i = 0; i < b->settings.len; i++) {
        const hw_setting *s = &b->settings.at[i];
        bool cgo = hw_str_starts(s->key, HW_STR("CGO_")) && hw_str_ends(s->key, HW_STR("FLAGS"));
        if (cgo || hw_str_eq(s->key, HW_STR("-ldflags")))
            continue;
        hw_jsonw_key_str(w, s->key);
        hw_jsonw_str(w, s->value);
    }
    hw_jsonw_end(w);
}

static void binaries(hw_jsonw *w, const hw_identity *i)
{
    hw_jsonw_key(w, "binaries");
    hw_jsonw_array(w);
    for (size_t k = 0; k < i->binaries.len; k++) {
        const hw_binary *b = &i->binaries.at[k];
        hw_jsonw_object(w);
        text(w, "file", i->files.list.at[k]);
        number(w, "size", b->size);
        string(w, "pclntab_sha256", b->pclntab_sha256);
        string(w, "gnu_build_id", b->gnu_build_id);
        string(w, "go_build_id", b->go_build_id);
        string(w, "path", b->path);
        settings(w, b);
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
    text(w, "time", stamp);
}

static hw_status write_head(const hw_bundle_head *h, const hw_byte_sink *to, hw_error *err)
{
    hw_jsonw w;
    hw_jsonw_init(&w, to, 0, err);
    hw_jsonw_object(&w);
    text(&w, "heapwitness", "bundle/1");
    text(&w, "recorder", HW_VERSION);
    head_time(&w, h->time);
    hw_jsonw_key(&w, "seconds");
    hw_jsonw_fixed(&w, h->seconds, 1);
    text(&w, "go_version", h->facts->variables[HW_GOVERSION]);
    text(&w, "goos", h->facts->variables[HW_GOOS]);
    text(&w, "goarch", h->facts->variables[HW_GOARCH]);
    command(&w, h);
    text(&w, "dir", h->facts->root);
    environment(&w, h->facts);
    words(&w, "gcflags", h->gcflags);
    flags(&w, h->command);
    hw_jsonw_key(&w, "exit_code");
    hw_jsonw_i64(&w, h->exit_code);
    sources(&w, h->identity);
    binaries(&w, h->identity);
    modules(&w, h->identity);
    number(&w, "packages", h->packages);
    number(&w, "lines", h->lines);
    number(&w, "text_bytes", h->text_bytes);
    number(&w, "json_bytes", h->json_bytes);
    hw_jsonw_end(&w);
    return hw_jsonw_finish(&w);
}

/* --- members -------------------------------------------------------------------------------- */

static hw_status head_member(const void *what, const hw_byte_sink *to, hw_error *err)
{
    return write_head(what, to, err);
}

static hw_status records_member(const void *what, const hw_byte_sink *to, hw_error *err)
{
    const hw_found_files *records = what;
    for (size_t i = 0; i < records->list.len; i++) {
        HW_TRY(hw_file_copy(&records->list.at[i], to, err));
        if (hw_interrupted())
            return hw_fail(err, HW_IO, HW_STR("record"), "interrupted");
    }
    return HW_OK;
}

hw_status hw_bundle_write(const hw_bundle_head *head, const hw_found_file *text_member,
                          const hw_found_files *records, const hw_byte_sink *to, hw_error *err)
{
    HW_TRY(hw_gzip_member(head_member, head, to, err));
    HW_TRY(hw_file_copy(text_member, to, err));
    return hw_gzip_member(records_member, records, to, err);
}
