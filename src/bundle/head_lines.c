#include "bundle/head_lines.h"

#include <string.h>

#include "base/error.h"
#include "base/json_tree.h"
#include "base/mem.h"

enum {
    HEAD_MAX = 4 << 20, /* bytes; a few hundred modules and binaries are some 50 KB */
    HEAD_DEPTH = 8,
    HEAD_VALUES = 1 << 19,
};

#define FIRST_LINE "heapwitness: bundle/"

/* {"heapwitness":"bundle/…": other writers of JSON may put blanks around the colon. */
static bool is_json_head(hw_str text)
{
    text = hw_str_sub(text, 0, 64);
    if (!hw_str_cut_prefix(&text, HW_STR("{\"heapwitness\"")))
        return false;
    text = hw_str_trim(text);
    if (!hw_str_cut_prefix(&text, HW_STR(":")))
        return false;
    return hw_str_starts(hw_str_trim(text), HW_STR("\"bundle/"));
}

bool hw_is_head(hw_str text)
{
    return hw_str_starts(text, HW_STR(FIRST_LINE)) || is_json_head(text);
}

void hw_head_lines_free(hw_head_lines *lines)
{
    hw_vec_free(&lines->list);
    hw_arena_free(&lines->arena);
}

static HW_MEM add(hw_head_lines *l, const char *name, hw_str value)
{
    hw_head_line line = {hw_str_of(name), value};
    return hw_vec_push(&l->list, line);
}

static hw_status other_version(hw_str input, hw_error *err)
{
    return hw_fail_at(err, HW_UNSUPPORTED, input, 0,
                      "is a bundle of another version of heapwitness; bundle/1 and bundle/2 are "
                      "read");
}

/* --- bundle/2: lines ------------------------------------------------------------------------ */

/* A backslash, and what would end the line or speak to a terminal, as \xHH. */
static bool is_escaped(unsigned char c)
{
    return c < ' ' || c == '\\' || c == 0x7f;
}

hw_status hw_head_line_put(hw_buf *to, const char *name, hw_str value)
{
    HW_TRY(hw_buf_printf(to, "%s: ", name));
    for (size_t i = 0; i < value.n; i++) {
        unsigned char c = (unsigned char)value.p[i];
        HW_TRY(is_escaped(c) ? hw_buf_printf(to, "\\x%02x", c) : hw_buf_add(to, value.p + i, 1));
    }
    return hw_buf_str(to, HW_STR("\n"));
}

static int hex(char c)
{
    static const char digits[] = "0123456789abcdef";
    const char *at = c ? strchr(digits, c) : NULL;
    return at ? (int)(at - digits) : -1;
}

/* Another backslash than one of an escape stays. */
static HW_MEM unescape(hw_arena *a, hw_str *value)
{
    if (hw_str_chr(*value, '\\') == HW_NPOS)
        return HW_MEM_OK;
    char *made = hw_arena_alloc(a, value->n, 1);
    size_t n = 0;
    if (!made)
        return HW_MEM_OUT;
    for (size_t i = 0; i < value->n; i++) {
        hw_str rest = hw_str_from(*value, i);
        bool escape = rest.n >= 4 && hw_str_starts(rest, HW_STR("\\x")) && hex(rest.p[2]) >= 0 &&
                      hex(rest.p[3]) >= 0;
        made[n++] = escape ? (char)(hex(rest.p[2]) * 16 + hex(rest.p[3])) : rest.p[0];
        i += escape ? 3 : 0;
    }
    *value = (hw_str){made, n};
    return HW_MEM_OK;
}

static hw_status take_line(hw_head_lines *l, hw_str input, hw_str line, size_t at, hw_error *err)
{
    size_t colon = hw_str_find(line, HW_STR(": "));
    if (colon == HW_NPOS && hw_str_ends(line, HW_STR(":")))
        colon = line.n - 1;
    if (colon == HW_NPOS)
        return hw_fail_at(err, HW_FORMAT, input, at,
                          "is no bundle that can be read: a line of its head has no \": \"");
    hw_head_line made = {hw_str_sub(line, 0, colon), hw_str_from(line, colon + 2)};
    if (!unescape(&l->arena, &made.value) || !hw_vec_push(&l->list, made))
        return hw_nomem(err);
    return HW_OK;
}

static hw_status read_lines(hw_head_lines *l, hw_str input, hw_str text, size_t *end, hw_error *err)
{
    hw_str head = hw_str_sub(text, 0, HEAD_MAX), first = {0}, rest;
    if (hw_str_cut(head, '\n', &first, &rest) && !hw_str_eq(first, HW_STR(FIRST_LINE "2")))
        return other_version(input, err);
    for (size_t at = 0;;) {
        size_t n = hw_str_chr(hw_str_from(head, at), '\n');
        if (n == HW_NPOS && text.n > HEAD_MAX)
            return hw_fail_at(err, HW_LIMIT, input, HEAD_MAX,
                              "the head of the bundle has more than 4 MiB");
        if (n == HW_NPOS)
            return hw_fail_at(err, HW_FORMAT, input, text.n, "the bundle ends inside its head");
        *end = at + n + 1;
        if (n == 0)
            return HW_OK;
        HW_TRY(take_line(l, input, hw_str_sub(head, at, at + n), at, err));
        at = *end;
    }
}

/* --- bundle/1: a JSON object ---------------------------------------------------------------- */

static HW_MEM add_member(hw_head_lines *l, const char *name, const hw_node *of, const char *member)
{
    const hw_node *v = hw_node_member(of, member, HW_NODE_STRING);
    if (!v)
        v = hw_node_member(of, member, HW_NODE_NUMBER);
    return v ? add(l, name, v->text) : HW_MEM_OK;
}

static HW_MEM add_words(hw_head_lines *l, const char *name, const hw_node *list)
{
    for (const hw_node *v = hw_node_first(list, HW_NODE_ARRAY); v; v = v->next)
        if (!add(l, name, hw_node_string(v)))
            return HW_MEM_OUT;
    return HW_MEM_OK;
}

/* The members of an object as "KEY=VALUE". */
static HW_MEM add_pairs(hw_head_lines *l, const char *name, const hw_node *object)
{
    for (const hw_node *v = hw_node_first(object, HW_NODE_OBJECT); v; v = v->next) {
        hw_str value = hw_node_string(v);
        size_t n = v->name.n + 1 + value.n; /* both are of a text of 4 MiB */
        char *pair = hw_arena_alloc(&l->arena, n, 1);
        if (!pair)
            return HW_MEM_OUT;
        if (v->name.n)
            memcpy(pair, v->name.p, v->name.n);
        pair[v->name.n] = '=';
        if (value.n)
            memcpy(pair + v->name.n + 1, value.p, value.n);
        if (!add(l, name, (hw_str){pair, n}))
            return HW_MEM_OUT;
    }
    return HW_MEM_OK;
}

static HW_MEM add_binary(hw_head_lines *l, const hw_node *v)
{
    return add(l, "binary", hw_node_string(hw_node_member(v, "file", HW_NODE_STRING))) &&
           add_member(l, "binary.size", v, "size") &&
           add_member(l, "binary.pclntab_sha256", v, "pclntab_sha256") &&
           add_member(l, "binary.gnu_build_id", v, "gnu_build_id") &&
           add_member(l, "binary.go_build_id", v, "go_build_id") &&
           add_member(l, "binary.path", v, "path") &&
           add_pairs(l, "binary.setting", hw_node_member(v, "settings", HW_NODE_OBJECT));
}

static HW_MEM add_module(hw_head_lines *l, const hw_node *v)
{
    const hw_node *by = hw_node_member(v, "replace", HW_NODE_OBJECT);
    hw_str path = hw_node_string(hw_node_member(by, "path", HW_NODE_STRING));
    return add(l, "module", hw_node_string(hw_node_member(v, "path", HW_NODE_STRING))) &&
           add_member(l, "module.version", v, "version") &&
           (!by || (add(l, "module.replace", path) &&
                    add_member(l, "module.replace.version", by, "version")));
}

static HW_MEM add_each(hw_head_lines *l, const hw_node *list,
                       hw_mem (*one)(hw_head_lines *, const hw_node *))
{
    for (const hw_node *v = hw_node_first(list, HW_NODE_ARRAY); v; v = v->next)
        if (!one(l, v))
            return HW_MEM_OUT;
    return HW_MEM_OK;
}

static HW_MEM add_sources(hw_head_lines *l, const hw_node *vcs)
{
    const hw_node *modified = hw_node_member(vcs, "modified", HW_NODE_BOOL);
    hw_str word = modified && modified->truth ? HW_STR("true") : HW_STR("false");
    return add_member(l, "vcs.revision", vcs, "revision") &&
           (!modified || add(l, "vcs.modified", word));
}

static HW_MEM add_json(hw_head_lines *l, const hw_node *v)
{
    static const char *const alike[] = {"time",   "go_version", "goos",
                                        "goarch", "text_bytes", "json_bytes"};
    hw_mem done = HW_MEM_OK;
    for (size_t i = 0; i < sizeof alike / sizeof *alike && done; i++)
        done = add_member(l, alike[i], v, alike[i]);
    return done && add_words(l, "command", hw_node_member(v, "command", HW_NODE_ARRAY)) &&
           add_words(l, "gcflag", hw_node_member(v, "gcflags", HW_NODE_ARRAY)) &&
           add_pairs(l, "env", hw_node_member(v, "env", HW_NODE_OBJECT)) &&
           add_words(l, "flag", hw_node_member(v, "flags", HW_NODE_ARRAY)) &&
           add_sources(l, hw_node_member(v, "vcs", HW_NODE_OBJECT)) &&
           add_each(l, hw_node_member(v, "binaries", HW_NODE_ARRAY), add_binary) &&
           add_each(l, hw_node_member(v, "modules", HW_NODE_ARRAY), add_module);
}

static hw_status read_json(hw_head_lines *l, hw_str input, hw_str line, hw_error *err)
{
    const hw_json_bounds bounds = {HEAD_DEPTH, HEAD_VALUES};
    const hw_node *head;
    size_t end;
    line = hw_str_trim(line);
    if (hw_json_tree_read(&l->arena, line, bounds, &head, &end) != HW_OK)
        return hw_nomem(err);
    if (!head && end >= line.n)
        return hw_fail_at(err, HW_FORMAT, input, line.n, "the head of the bundle is cut short");
    if (!head)
        return hw_fail_at(err, HW_FORMAT, input, end,
                          "the head of the bundle is no JSON object of at most 8 levels");
    hw_str version = hw_node_string(hw_node_member(head, "heapwitness", HW_NODE_STRING));
    if (!hw_str_eq(version, HW_STR("bundle/1")))
        return other_version(input, err);
    return add_json(l, head) ? HW_OK : hw_nomem(err);
}

/* --- both ----------------------------------------------------------------------------------- */

static hw_status read_first_line(hw_head_lines *l, hw_str input, hw_str text, size_t *end,
                                 hw_error *err)
{
    size_t n = hw_str_chr(hw_str_sub(text, 0, HEAD_MAX), '\n');
    if (n == HW_NPOS && text.n > HEAD_MAX)
        return hw_fail_at(err, HW_LIMIT, input, HEAD_MAX,
                          "the head of the bundle has more than 4 MiB");
    if (n == HW_NPOS)
        return hw_fail_at(err, HW_FORMAT, input, text.n, "the bundle ends inside its head");
    *end = n + 1;
    return read_json(l, input, hw_str_sub(text, 0, n), err);
}

hw_status hw_head_lines_read(hw_head_lines *ret, hw_str input, hw_str text, size_t *end,
                             hw_error *err)
{
    return is_json_head(text) ? read_first_line(ret, input, text, end, err)
                              : read_lines(ret, input, text, end, err);
}
