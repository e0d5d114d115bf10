/* The head is believed in nothing but what it says of the build, and its two sizes have to add up
 * to what is there. */
#include "bundle/bundle_read.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/magic.h"
#include "base/mem.h"
#include "bundle/head_lines.h"

enum { BINARIES_MAX = 10000 };

bool hw_is_bundle(hw_str text)
{
    return hw_is_head(text);
}

typedef struct head {
    hw_claims *set;
    hw_str name;
    hw_head_lines lines;
    uint64_t text_bytes, json_bytes;
    hw_build build;
} head;

static hw_status bad(const head *h, hw_error *err, const char *what)
{
    return hw_fail_at(err, HW_FORMAT, h->name, 0, "is no bundle that can be read: %s", what);
}

/* The value of the first line of that name from `at` on; `*at` is then that of the line behind it.
 * false: there is none. */
static bool next_value(const head *h, const char *name, size_t *at, hw_str *ret)
{
    hw_str wanted = hw_str_of(name);
    for (; *at < h->lines.list.len; ++*at)
        if (hw_str_eq(h->lines.list.at[*at].name, wanted)) {
            *ret = h->lines.list.at[(*at)++].value;
            return true;
        }
    return false;
}

/* Empty where there is none. */
static hw_str value_of(const head *h, const char *name)
{
    size_t at = 0;
    hw_str value = {0};
    next_value(h, name, &at, &value);
    return value;
}

/* A text of the head as an id; 0 where there is none. */
static HW_MEM text_field(const head *h, const char *name, hw_sid *ret)
{
    *ret = 0;
    return hw_strings_put(h->set->strings, value_of(h, name), ret);
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

static hw_status size_field(const head *h, const char *name, uint64_t *ret, hw_error *err)
{
    char what[64];
    if (hw_str_u64(value_of(h, name), UINT64_MAX, ret))
        return HW_OK;
    snprintf(what, sizeof what, "its head has no \"%s\"", name);
    return bad(h, err, what);
}

/* The values of all lines of a name as one text, blanks between. */
static HW_MEM words_field(const head *h, const char *name, hw_sid *ret)
{
    hw_buf text = {0};
    hw_str word;
    size_t at = 0;
    bool done = true;
    while (done && next_value(h, name, &at, &word))
        done = (text.n == 0 || hw_buf_str(&text, HW_STR(" ")) == HW_OK) &&
               hw_buf_str(&text, word) == HW_OK;
    hw_mem put = done ? hw_strings_put(h->set->strings, hw_buf_view(&text), ret) : HW_MEM_OUT;
    hw_buf_free(&text);
    return put;
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

/* "KEY=VALUE" */
static HW_MEM add_pair(const head *h, hw_str pair)
{
    hw_str key = pair, value = {0};
    hw_str_cut(pair, '=', &key, &value);
    return add_setting(h, key, value);
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

static HW_MEM goflags_of(const head *h, hw_str pair)
{
    hw_mem done = HW_MEM_OK;
    if (!hw_str_cut_prefix(&pair, HW_STR("GOFLAGS=")))
        return HW_MEM_OK;
    while (done && pair.n)
        done = flag(h, hw_str_trim(hw_str_next(&pair, ' ')), (hw_str){0});
    return done;
}

/* The environment, GOFLAGS, the flags: what comes later wins. */
static HW_MEM build_settings(head *h)
{
    hw_str text;
    size_t from = h->set->settings.len, at;
    for (at = 0; next_value(h, "env", &at, &text);)
        if (!add_pair(h, text))
            return HW_MEM_OUT;
    for (at = 0; next_value(h, "env", &at, &text);)
        if (!goflags_of(h, text))
            return HW_MEM_OUT;
    for (at = 0; next_value(h, "flag", &at, &text);) {
        hw_str next = {0};
        size_t behind = at;
        next_value(h, "flag", &behind, &next);
        if (!flag(h, text, next))
            return HW_MEM_OUT;
    }
    h->build.settings_at = (uint32_t)from;
    h->build.settings = (uint32_t)(h->set->settings.len - from);
    return HW_MEM_OK;
}

/* --- modules and programs ------------------------------------------------------------------- */

/* The lines from `at` on that tell more of one thing: those whose name goes on with a dot. */
static size_t end_of_thing(const head *h, size_t at, hw_str name)
{
    while (at < h->lines.list.len) {
        hw_str other = h->lines.list.at[at].name;
        if (!hw_str_cut_prefix(&other, name) || other.n == 0 || other.p[0] != '.')
            break;
        at++;
    }
    return at;
}

static HW_MEM one_module(const head *h, hw_str path, size_t from, size_t to)
{
    hw_module m = {0};
    if (!keep(h, path, &m.path))
        return HW_MEM_OUT;
    for (size_t i = from; i < to; i++) {
        hw_head_line l = h->lines.list.at[i];
        hw_mem kept = HW_MEM_OK;
        if (hw_str_eq(l.name, HW_STR("module.version")))
            kept = keep(h, l.value, &m.version);
        else if (hw_str_eq(l.name, HW_STR("module.replace.version")))
            kept = keep(h, l.value, &m.by_version);
        else if (hw_str_eq(l.name, HW_STR("module.replace"))) {
            m.replaced = true;
            kept = keep(h, l.value, &m.by_path);
        }
        if (!kept)
            return HW_MEM_OUT;
    }
    return hw_vec_push(&h->set->modules, m);
}

static HW_MEM build_modules(head *h)
{
    hw_str path;
    size_t from = h->set->modules.len;
    for (size_t at = 0; next_value(h, "module", &at, &path);) {
        size_t end = end_of_thing(h, at, HW_STR("module"));
        if (!one_module(h, path, at, end))
            return HW_MEM_OUT;
        at = end;
    }
    h->build.modules_at = (uint32_t)from;
    h->build.modules = (uint32_t)(h->set->modules.len - from);
    return HW_MEM_OK;
}

/* The lines that name an identity of a program, and where it goes. */
static hw_str *identity_of(hw_build_info *b, hw_str name)
{
    const struct {
        hw_str name;
        hw_str *to;
    } known[] = {
        {HW_STR("binary.path"), &b->path},
        {HW_STR("binary.pclntab_sha256"), &b->pclntab_sha256},
        {HW_STR("binary.gnu_build_id"), &b->gnu_build_id},
        {HW_STR("binary.go_build_id"), &b->go_build_id},
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (hw_str_eq(name, known[i].name))
            return known[i].to;
    return NULL;
}

static HW_MEM one_binary(const head *h, hw_str file, size_t from, size_t to)
{
    hw_build_info b = {.go = true};
    b.settings.at = hw_arena_zero(&h->set->strings->arena, to - from, sizeof *b.settings.at);
    if (!b.settings.at || !keep(h, file, &b.file))
        return HW_MEM_OUT;
    for (size_t i = from; i < to; i++) {
        hw_head_line l = h->lines.list.at[i];
        hw_str *identity = identity_of(&b, l.name), key = l.value, value = {0};
        if (identity && !keep(h, l.value, identity))
            return HW_MEM_OUT;
        if (hw_str_eq(l.name, HW_STR("binary.size")) && !hw_str_u64(l.value, INT64_MAX, &b.size))
            b.size = 0;
        if (!hw_str_eq(l.name, HW_STR("binary.setting")))
            continue;
        hw_str_cut(l.value, '=', &key, &value);
        if (!setting_of(h, key, value, &b.settings.at[b.settings.len++]))
            return HW_MEM_OUT;
    }
    return hw_vec_push(&h->set->binaries, b);
}

static hw_status take_binaries(head *h, hw_error *err)
{
    hw_str file;
    h->build.binaries_at = (uint32_t)h->set->binaries.len;
    for (size_t at = 0; next_value(h, "binary", &at, &file); h->build.binaries++) {
        size_t end = end_of_thing(h, at, HW_STR("binary"));
        if (h->build.binaries == BINARIES_MAX)
            return bad(h, err, "its head names more than 10000 binaries");
        if (!one_binary(h, file, at, end))
            return hw_nomem(err);
        at = end;
    }
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
    hw_str modified = value_of(h, "vcs.modified");
    bool done = text_field(h, "go_version", &b->go_version) && text_field(h, "goos", &b->goos) &&
                text_field(h, "goarch", &b->goarch) && text_field(h, "time", &b->time) &&
                text_field(h, "vcs.revision", &b->vcs_revision) &&
                words_field(h, "command", &b->command) && words_field(h, "gcflag", &b->gcflags) &&
                build_settings(h) && build_modules(h);
    if (!done)
        return hw_nomem(err);
    b->vcs_modified = hw_str_eq(modified, HW_STR("true"))    ? 1
                      : hw_str_eq(modified, HW_STR("false")) ? 0
                                                             : -1;
    if (!is_version(hw_strings_get(h->set->strings, b->go_version)))
        b->go_version = 0;
    HW_TRY(take_binaries(h, err));
    if (!hw_vec_push(&h->set->builds, *b))
        return hw_nomem(err);
    if (h->set->go_version == 0)
        h->set->go_version = b->go_version;
    return HW_OK;
}

static hw_status take_head(head *h, hw_error *err)
{
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
    size_t end = 0;
    hw_status status = hw_head_lines_read(&h.lines, name, text, &end, err);
    if (status == HW_OK)
        status = take_head(&h, err);
    hw_head_lines_free(&h.lines);
    HW_TRY(status);
    hw_str rest = hw_str_from(text, end);
    HW_TRY(check_sizes(&h, end, rest.n, err));
    size_t n = (size_t)h.text_bytes;
    *ret = (hw_bundle){.text = hw_str_sub(rest, 0, n), .records = hw_str_from(rest, n)};
    if (ret->records.n == 0 || hw_is_json_records(ret->records))
        return HW_OK;
    return hw_fail_at(err, HW_FORMAT, name, end + n,
                      "no JSON records stand where the head of the bundle says so");
}
