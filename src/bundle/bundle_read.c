/* The head is believed in nothing but what it says of the build, and its two sizes have to add up
 * to what is there. */
#include "bundle/bundle_read.h"

#include <inttypes.h>
#include <json-c/json.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/magic.h"
#include "base/mem.h"

enum {
    HEAD_MAX = 4 << 20, /* bytes; a few hundred modules and binaries are some 50 KB */
    HEAD_DEPTH = 8,
    BINARIES_MAX = 10000,
};

/* {"heapwitness":"bundle/…": other writers of JSON may put blanks around the colon. */
bool hw_is_bundle(hw_str text)
{
    text = hw_str_sub(text, 0, 64);
    if (!hw_str_cut_prefix(&text, HW_STR("{\"heapwitness\"")))
        return false;
    text = hw_str_trim(text);
    if (!hw_str_cut_prefix(&text, HW_STR(":")))
        return false;
    return hw_str_starts(hw_str_trim(text), HW_STR("\"bundle/"));
}

typedef struct head {
    hw_claims *set;
    hw_str name;
    json_object *json;
    uint64_t text_bytes, json_bytes;
    hw_build build;
} head;

/* --- the head's JSON ------------------------------------------------------------------------ */

static hw_status bad(const head *h, hw_error *err, const char *what)
{
    return hw_fail_at(err, HW_FORMAT, h->name, 0, "is no bundle that can be read: %s", what);
}

static hw_status parse(head *h, hw_str line, hw_error *err)
{
    json_tokener *t = json_tokener_new_ex(HEAD_DEPTH);
    if (!t)
        return hw_nomem(err);
    json_tokener_set_flags(t, JSON_TOKENER_STRICT | JSON_TOKENER_VALIDATE_UTF8);
    h->json = json_tokener_parse_ex(t, line.p, (int)line.n);
    enum json_tokener_error problem = json_tokener_get_error(t);
    size_t end = json_tokener_get_parse_end(t);
    json_tokener_free(t);
    if (problem == json_tokener_continue)
        return hw_fail_at(err, HW_FORMAT, h->name, line.n, "the head of the bundle is cut short");
    if (problem != json_tokener_success)
        return hw_fail_at(err, HW_FORMAT, h->name, end, "the head of the bundle is no JSON: %s",
                          json_tokener_error_desc(problem));
    if (end != line.n || !json_object_is_type(h->json, json_type_object))
        return bad(h, err, "something follows its head on the first line");
    return HW_OK;
}

static json_object *field(json_object *of, const char *key, json_type type)
{
    json_object *value = NULL;
    if (!json_object_is_type(of, json_type_object) || !json_object_object_get_ex(of, key, &value) ||
        !json_object_is_type(value, type))
        return NULL;
    return value;
}

static hw_str string_of(json_object *value)
{
    if (!json_object_is_type(value, json_type_string))
        return (hw_str){0};
    return (hw_str){json_object_get_string(value), (size_t)json_object_get_string_len(value)};
}

/* A text of the head as an id; 0 where there is none. */
static HW_MEM text_field(const head *h, json_object *of, const char *key, hw_sid *ret)
{
    *ret = 0;
    return hw_strings_put(h->set->strings, string_of(field(of, key, json_type_string)), ret);
}

/* A view that lives as long as the session's strings. */
static HW_MEM keep(const head *h, hw_str text, hw_str *ret)
{
    hw_sid id;
    if (!hw_strings_put(h->set->strings, text, &id))
        return HW_MEM_OUT;
    *ret = hw_strings_get(h->set->strings, id);
    return HW_MEM_OK;
}

static HW_MEM kept_field(const head *h, json_object *of, const char *key, hw_str *ret)
{
    return keep(h, string_of(field(of, key, json_type_string)), ret);
}

static hw_status size_field(const head *h, const char *key, uint64_t *ret, hw_error *err)
{
    json_object *value = field(h->json, key, json_type_int);
    char what[64];
    if (!value || (json_object_get_int64(value) < 0)) {
        snprintf(what, sizeof what, "its head has no \"%s\"", key);
        return bad(h, err, what);
    }
    *ret = json_object_get_uint64(value);
    return HW_OK;
}

/* An array of words as one text, blanks between. */
static HW_MEM words_field(const head *h, const char *key, hw_sid *ret)
{
    json_object *list = field(h->json, key, json_type_array);
    hw_buf text = {0};
    hw_mem done = HW_MEM_OK;
    size_t n = list ? json_object_array_length(list) : 0;
    for (size_t i = 0; i < n && done; i++)
        done = (i == 0 || hw_buf_str(&text, HW_STR(" ")) == HW_OK) &&
               hw_buf_str(&text, string_of(json_object_array_get_idx(list, i))) == HW_OK;
    done = done && hw_strings_put(h->set->strings, hw_buf_view(&text), ret);
    hw_buf_free(&text);
    return done;
}

/* --- what was set --------------------------------------------------------------------------- */

static HW_MEM setting_of(const head *h, hw_str key, hw_str value, hw_setting *ret)
{
    return keep(h, key, &ret->key) && keep(h, value, &ret->value);
}

static HW_MEM add_setting(const head *h, hw_str key, hw_str value)
{
    hw_setting s;
    return setting_of(h, key, value, &s) && hw_vec_push(&h->set->settings, s);
}

static HW_MEM add_settings(const head *h, json_object *of)
{
    if (!json_object_is_type(of, json_type_object))
        return HW_MEM_OK;
    json_object_object_foreach(of, key, value)
    {
        if (!add_setting(h, hw_str_of(key), string_of(value)))
            return HW_MEM_OUT;
    }
    return HW_MEM_OK;
}

/* "-race", "-tags=x", or "-tags" with "x" behind it. */
static HW_MEM flag(const head *h, hw_str word, hw_str next)
{
    hw_str key = word, value = HW_STR("true");
    if (!hw_str_starts(word, HW_STR("-")))
        return HW_MEM_OK;
    if (hw_str_starts(word, HW_STR("--")))
        key = word = hw_str_from(word, 1);
    if (!hw_str_cut(word, '=', &key, &value) && next.n && !hw_str_starts(next, HW_STR("-")))
        value = next;
    return add_setting(h, key, value);
}

static HW_MEM flags_of(const head *h, json_object *list)
{
    size_t n = list ? json_object_array_length(list) : 0;
    for (size_t i = 0; i < n; i++) {
        json_object *next = i + 1 < n ? json_object_array_get_idx(list, i + 1) : NULL;
        if (!flag(h, string_of(json_object_array_get_idx(list, i)), string_of(next)))
            return HW_MEM_OUT;
    }
    return HW_MEM_OK;
}

/* The environment, GOFLAGS, the flags: what comes later wins. */
static HW_MEM build_settings(head *h)
{
    json_object *env = field(h->json, "env", json_type_object);
    hw_str words = string_of(field(env, "GOFLAGS", json_type_string));
    size_t at = h->set->settings.len;
    hw_mem done = add_settings(h, env);
    while (done && words.n)
        done = flag(h, hw_str_trim(hw_str_next(&words, ' ')), (hw_str){0});
    done = done && flags_of(h, field(h->json, "flags", json_type_array));
    h->build.settings_at = (uint32_t)at;
    h->build.settings = (uint32_t)(h->set->settings.len - at);
    return done;
}

static HW_MEM one_module(const head *h, json_object *of)
{
    json_object *by = field(of, "replace", json_type_object);
    hw_module m = {.replaced = by != NULL};
    return kept_field(h, of, "path", &m.path) && kept_field(h, of, "version", &m.version) &&
           kept_field(h, by, "path", &m.by_path) && kept_field(h, by, "version", &m.by_version) &&
           hw_vec_push(&h->set->modules, m);
}

static HW_MEM build_modules(head *h)
{
    json_object *list = field(h->json, "modules", json_type_array);
    size_t n = list ? json_object_array_length(list) : 0;
    h->build.modules_at = (uint32_t)h->set->modules.len;
    h->build.modules = (uint32_t)n;
    for (size_t i = 0; i < n; i++)
        if (!one_module(h, json_object_array_get_idx(list, i)))
            return HW_MEM_OUT;
    return HW_MEM_OK;
}

/* --- programs ------------------------------------------------------------------------------- */

static HW_MEM settings_of(const head *h, json_object *of, hw_settings *ret)
{
    size_t n = of ? (size_t)json_object_object_length(of) : 0;
    *ret = (hw_settings){hw_arena_zero(&h->set->strings->arena, n, sizeof *ret->at), 0};
    if (!ret->at || n == 0)
        return ret->at ? HW_MEM_OK : HW_MEM_OUT;
    json_object_object_foreach(of, key, value)
    {
        if (!setting_of(h, hw_str_of(key), string_of(value), &ret->at[ret->len++]))
            return HW_MEM_OUT;
    }
    return HW_MEM_OK;
}

static HW_MEM one_binary(const head *h, json_object *of)
{
    hw_build_info b = {.go = true};
    json_object *size = field(of, "size", json_type_int);
    b.size = size && json_object_get_int64(size) > 0 ? json_object_get_uint64(size) : 0;
    return settings_of(h, field(of, "settings", json_type_object), &b.settings) &&
           kept_field(h, of, "file", &b.file) && kept_field(h, of, "path", &b.path) &&
           kept_field(h, of, "pclntab_sha256", &b.pclntab_sha256) &&
           kept_field(h, of, "gnu_build_id", &b.gnu_build_id) &&
           kept_field(h, of, "go_build_id", &b.go_build_id) && hw_vec_push(&h->set->binaries, b);
}

static hw_status take_binaries(head *h, hw_error *err)
{
    json_object *list = field(h->json, "binaries", json_type_array);
    size_t n = list ? json_object_array_length(list) : 0;
    if (n > BINARIES_MAX || h->set->binaries.len > UINT32_MAX - n)
        return bad(h, err, "its head names more than 10000 binaries");
    h->build.binaries_at = (uint32_t)h->set->binaries.len;
    h->build.binaries = (uint32_t)n;
    for (size_t i = 0; i < n; i++)
        if (!one_binary(h, json_object_array_get_idx(list, i)))
            return hw_nomem(err);
    return HW_OK;
}

/* "go1.26.8", "go1.26.8 X:experiment", and nothing that only looks like it. */
static bool is_version(hw_str s)
{
    static const char known[] = "abcdefghijklmnopqrstuvwxyz0123456789.-+ :,X";
    if (s.n >= 64 || !hw_str_cut_prefix(&s, HW_STR("go1.")) || s.n == 0)
        return false;
    for (size_t i = 0; i < s.n; i++)
        if (!memchr(known, s.p[i], sizeof known - 1))
            return false;
    return true;
}

static hw_status take_build(head *h, hw_error *err)
{
    hw_build *b = &h->build;
    json_object *vcs = field(h->json, "vcs", json_type_object);
    json_object *modified = field(vcs, "modified", json_type_boolean);
    bool done = text_field(h, h->json, "go_version", &b->go_version) &&
                text_field(h, h->json, "goos", &b->goos) &&
                text_field(h, h->json, "goarch", &b->goarch) &&
                text_field(h, h->json, "time", &b->time) &&
                text_field(h, vcs, "revision", &b->vcs_revision) &&
                words_field(h, "command", &b->command) && words_field(h, "gcflags", &b->gcflags) &&
                build_settings(h) && build_modules(h);
    if (!done)
        return hw_nomem(err);
    b->vcs_modified = modified ? json_object_get_boolean(modified) : -1;
    if (!is_version(hw_strings_get(h->set->strings, b->go_version)))
        b->go_version = 0;
    HW_TRY(take_binaries(h, err));
    if (!hw_vec_push(&h->set->builds, *b))
        return hw_nomem(err);
    if (h->set->go_version == 0)
        h->set->go_version = b->go_version;
    return HW_OK;
}

static hw_status take_head(head *h, hw_str line, hw_error *err)
{
    HW_TRY(parse(h, hw_str_trim(line), err));
    if (!hw_str_eq(string_of(field(h->json, "heapwitness", json_type_string)), HW_STR("bundle/1")))
        return hw_fail_at(err, HW_UNSUPPORTED, h->name, 0,
                          "is a bundle of another version of heapwitness; bundle/1 is read");
    HW_TRY(size_field(h, "text_bytes", &h->text_bytes, err));
    HW_TRY(size_field(h, "json_bytes", &h->json_bytes, err));
    return take_build(h, err);
}

/* --- the whole ------------------------------------------------------------------------------ */

/* The two sizes are all there is to tell the members apart by. */
static hw_status check_sizes(const head *h, size_t at, size_t left, hw_error *err)
{
    if (h->text_bytes <= left && h->json_bytes == left - h->text_bytes)
        return HW_OK;
    return hw_fail_at(err, HW_FORMAT, h->name, at,
                      "the head promises %" PRIu64 " bytes of text and %" PRIu64
                      " of JSON records, "
                      "but %zu bytes follow; is the file complete?",
                      h->text_bytes, h->json_bytes, left);
}

hw_status hw_bundle_read(hw_claims *into, hw_str name, hw_str text, hw_bundle *ret, hw_error *err)
{
    head h = {.set = into, .name = name, .build = {.input = (uint32_t)into->inputs.len}};
    size_t end = hw_str_chr(hw_str_sub(text, 0, HEAD_MAX), '\n');
    if (end == HW_NPOS && text.n > HEAD_MAX)
        return hw_fail_at(err, HW_LIMIT, name, HEAD_MAX,
                          "the head of the bundle has more than 4 MiB");
    if (end == HW_NPOS)
        return hw_fail_at(err, HW_FORMAT, name, text.n, "the bundle ends inside its head");
    hw_status status = take_head(&h, hw_str_sub(text, 0, end), err);
    json_object_put(h.json);
    HW_TRY(status);
    hw_str rest = hw_str_from(text, end + 1);
    HW_TRY(check_sizes(&h, end + 1, rest.n, err));
    size_t n = (size_t)h.text_bytes;
    *ret = (hw_bundle){.text = hw_str_sub(rest, 0, n), .records = hw_str_from(rest, n)};
    if (ret->records.n == 0 || hw_is_json_records(ret->records))
        return HW_OK;
    return hw_fail_at(err, HW_FORMAT, name, end + 1 + n,
                      "no JSON records stand where the head of the bundle says so");
}
