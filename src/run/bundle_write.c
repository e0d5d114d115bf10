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

/* --- what may hold secrets --------------------------------------------------------------------
 *
 * Told are the values that decide what is compiled. Of what go hands to other programs (linker,
 * assembler, C compiler, a test) and of other variables there are the names alone: "-ldflags=".
 */

static bool is_matched(hw_str name)
{
    for (int v = 0; v < HW_GO_VARIABLE_COUNT; v++)
        if (hw_str_eq(name, hw_str_of(hw_go_variable_name((hw_go_variable)v))))
            return true;
    return false;
}

static hw_str name_alone(hw_str word)
{
    size_t equals = hw_str_chr(word, '=');
    return equals == HW_NPOS ? word : hw_str_sub(word, 0, equals + 1);
}

static bool is_opaque(const hw_go_flag_row *row)
{
    return !row || row->kind == HW_GO_OPAQUE;
}

static bool is_opaque_goflag(const char *raw)
{
    return is_opaque(hw_go_flag_row_of(hw_str_of(raw), HW_GO_BUILD)) &&
           is_opaque(hw_go_flag_row_of(hw_str_of(raw), HW_GO_TEST));
}

/* GOFLAGS stay as they are written where nothing in them is kept back. */
static hw_status told_goflags(hw_arena *a, hw_str text, hw_words *elements, hw_buf *ret,
                              hw_error *err)
{
    bool any = false;
    HW_TRY(hw_go_split(a, text, "GOFLAGS", elements, err));
    for (size_t i = 0; i < elements->list.len; i++) {
        const char **raw = &elements->list.at[i];
        if (!is_opaque_goflag(*raw))
            continue;
        any = true;
        *raw = hw_arena_cstr(a, name_alone(hw_str_of(*raw)));
        if (!*raw)
            return hw_nomem(err);
    }
    if (any)
        return hw_go_join(ret, elements, 0, err);
    return hw_buf_str(ret, text) == HW_OK ? HW_OK : hw_nomem(err);
}

/* With `before` in front. */
static hw_status goflags(hw_jsonw *w, hw_str before, hw_str text, hw_error *err)
{
    hw_arena a = {0};
    hw_words elements = {0};
    hw_buf out = {0};
    hw_error why;
    hw_status status = hw_buf_str(&out, before) == HW_OK ? HW_OK : HW_NOMEM;
    if (status == HW_OK)
        status = told_goflags(&a, text, &elements, &out, &why);
    if (status == HW_OK || status == HW_USAGE) /* nothing of what go would not understand */
        hw_jsonw_str(w, status == HW_OK ? hw_buf_view(&out) : before);
    hw_buf_free(&out);
    hw_words_free(&elements);
    hw_arena_free(&a);
    return status == HW_NOMEM ? hw_nomem(err) : HW_OK;
}

/* What stands for a word of the command behind the variables. */
static hw_str told_word(const hw_go_command *c, const char *word)
{
    for (size_t i = 0; i < c->flags.len; i++) {
        const hw_go_flag *f = &c->flags.at[i];
        if (is_opaque(f->row) && word == f->raw)
            return name_alone(hw_str_of(word));
        if (is_opaque(f->row) && f->separate && word == f->value)
            return (hw_str){0};
    }
    for (size_t i = 0; i < c->rest.list.len; i++) /* the test's own */
        if (word == c->rest.list.at[i] && strcmp(word, "--") != 0 && strcmp(word, "-args") != 0 &&
            strcmp(word, "--args") != 0)
            return word[0] == '-' ? name_alone(hw_str_of(word)) : (hw_str){0};
    return hw_str_of(word);
}

static hw_status command(hw_jsonw *w, const hw_bundle_head *h, hw_error *err)
{
    size_t env = h->command->env.list.len;
    hw_jsonw_key(w, "command");
    hw_jsonw_array(w);
    for (size_t i = 0; i < h->words->list.len; i++) {
        hw_str word = hw_str_of(h->words->list.at[i]), name = word, value;
        bool assignment = i <= env && hw_str_cut(word, '=', &name, &value);
        if (assignment && hw_str_eq(name, HW_STR("GOFLAGS")))
            HW_TRY(goflags(w, name_alone(word), value, err));
        else if (assignment)
            hw_jsonw_str(w, is_matched(name) ? word : name_alone(word));
        else
            hw_jsonw_str(w, told_word(h->command, h->words->list.at[i]));
    }
    hw_jsonw_end(w);
    return HW_OK;
}

static hw_status environment(hw_jsonw *w, const hw_go_facts *f, hw_error *err)
{
    hw_jsonw_key(w, "env");
    hw_jsonw_object(w);
    for (int v = 0; v < HW_GO_VARIABLE_COUNT; v++) {
        if (!hw_go_variable_told((hw_go_variable)v) || !f->variables[v][0])
            continue;
        hw_jsonw_key(w, hw_go_variable_name((hw_go_variable)v));
        if (v == HW_GOFLAGS)
            HW_TRY(goflags(w, HW_STR(""), hw_str_of(f->variables[v]), err));
        else
            hw_jsonw_cstr(w, f->variables[v]);
    }
    hw_jsonw_end(w);
    return HW_OK;
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
        hw_jsonw_str(w, told_word(c, f->raw));
        if (f->separate)
            hw_jsonw_str(w, told_word(c, f->value));
    }
    hw_jsonw_end(w);
}

/* --- the build ------------------------------------------------------------------------------- */

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

static void settings(hw_jsonw *w, const hw_build_info *b)
{
    hw_jsonw_key(w, "settings");
    hw_jsonw_object(w);
    for (size_t i = 0; i < b->settings.len; i++) {
        const hw_setting *s = &b->settings.at[i];
        bool cgo = hw_str_starts(s->key, HW_STR("CGO_")) && hw_str_ends(s->key, HW_STR("FLAGS"));
        const hw_go_flag_row *row = hw_go_flag_row_of(s->key, HW_GO_BUILD);
        if (cgo || (row && row->kind == HW_GO_OPAQUE))
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
        const hw_build_info *b = &i->binaries.at[k];
        hw_jsonw_object(w);
        text(w, "file", b->file.p);
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
    HW_TRY(command(&w, h, err));
    text(&w, "dir", h->facts->root);
    HW_TRY(environment(&w, h->facts, err));
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
