#include "plain/wrapper.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "message/message.h"
#include "plain/prefix.h"

enum {
    LEARNED_FROM = 200, /* objects with diagnostics */
    LINES_LOOKED_AT = 16
};

/* --- the strings of an object ------------------------------------------------------------------
 */

static void open_value(hw_json_walk *w, json_object *value, size_t path)
{
    if (w->depth == HW_WRAPPER_DEPTH)
        return;
    w->open[w->depth].in = value;
    w->open[w->depth].i = 0;
    w->open[w->depth].path = path;
    if (json_object_is_type(value, json_type_object)) {
        w->open[w->depth].member = json_object_iter_begin(value);
        w->open[w->depth].end = json_object_iter_end(value);
    }
    w->depth++;
}

/* "[]" for the elements of an array, "[1]" for those of an array in an array, which are different
 * things: [time, line]. 0 where it is too long. */
static size_t add_index(hw_json_walk *w, size_t path, size_t i)
{
    char text[24] = "[]";
    if (w->depth > 1 && json_object_is_type(w->open[w->depth - 2].in, json_type_array))
        snprintf(text, sizeof text, "[%zu]", i);
    size_t n = strlen(text);
    if (n > sizeof w->path - path)
        return 0;
    memcpy(w->path + path, text, n);
    return path + n;
}

/* Behind the path of what it is in; 0 where it is too long. */
static size_t add_name(hw_json_walk *w, size_t path, const char *name)
{
    size_t n = strlen(name), dot = path > 0;
    if (n == 0 || n + dot > sizeof w->path - path) /* the path may fill all of it */
        return 0;
    if (dot)
        w->path[path] = '.';
    memcpy(w->path + path + dot, name, n);
    return path + dot + n;
}

void hw_json_walk_start(hw_json_walk *w, json_object *object)
{
    w->depth = 0;
    open_value(w, object, 0);
}

bool hw_json_walk_next(hw_json_walk *w)
{
    while (w->depth) {
        json_object *value, *in = w->open[w->depth - 1].in;
        size_t path = w->open[w->depth - 1].path;
        if (json_object_is_type(in, json_type_array)) {
            size_t i = w->open[w->depth - 1].i++;
            if (i >= json_object_array_length(in)) {
                w->depth--;
                continue;
            }
            value = json_object_array_get_idx(in, i);
            path = add_index(w, path, i);
        } else {
            struct json_object_iterator *m = &w->open[w->depth - 1].member;
            if (json_object_iter_equal(m, &w->open[w->depth - 1].end)) {
                w->depth--;
                continue;
            }
            value = json_object_iter_peek_value(m);
            path = add_name(w, path, json_object_iter_peek_name(m));
            json_object_iter_next(m);
        }
        if (path == 0)
            continue;
        if (json_object_is_type(value, json_type_string)) {
            w->text =
                (hw_str){json_object_get_string(value), (size_t)json_object_get_string_len(value)};
            w->n = path;
            return true;
        }
        if (json_object_is_type(value, json_type_object) ||
            json_object_is_type(value, json_type_array))
            open_value(w, value, path);
    }
    return false;
}

/* --- lines --------------------------------------------------------------------------------------
 */

/* The '{' of an object at `at`, or HW_NPOS. */
static size_t object_at(hw_str line, size_t at)
{
    hw_str rest = hw_str_from(line, at);
    if (!hw_str_cut_prefix(&rest, HW_STR("{")))
        return HW_NPOS;
    return hw_str_starts(hw_str_trim(hw_str_sub(rest, 0, 64)), HW_STR("\"")) ? at : HW_NPOS;
}

size_t hw_json_start(hw_str line, bool *certain)
{
    static const hw_prefix any = {.any = true};
    size_t at = 0;
    *certain = true;
    if (hw_str_chr(line, '{') == HW_NPOS)
        return HW_NPOS;
    if (line.p[0] != '{')
        at = hw_prefix_length(&any, line);
    at = object_at(line, at);
    if (at != HW_NPOS)
        return at;
    *certain = false;
    return hw_str_ends(hw_str_trim(line), HW_STR("}")) ? hw_str_find(line, HW_STR("{\"")) : HW_NPOS;
}

/* false for what json-c would take: an object of so many values that it is a bomb ("[1,1,1,…"), and
 * control characters in strings, which JSON has as escapes only. */
static bool is_sound(hw_str line)
{
    size_t n = 0;
    bool quoted = false;
    for (size_t i = 0; i < line.n; i++) {
        char c = line.p[i];
        if (c == '"')
            quoted = !quoted;
        else if (c == '\\')
            i++;
        else if (!quoted)
            n += c == ',' || c == '[' || c == '{';
        else if ((unsigned char)c < ' ')
            return false;
        if (n >= HW_JSON_VALUES)
            return false;
    }
    return true;
}

hw_status hw_json_read_line(json_tokener *tok, hw_str line, json_object **ret)
{
    line = hw_str_trim(line);
    *ret = NULL;
    if (line.n > INT_MAX || hw_str_chr(line, '\0') != HW_NPOS || /* json-c would stop there */
        !is_sound(line))
        return HW_OK;
    json_tokener_reset(tok);
    json_object *o = json_tokener_parse_ex(tok, line.p, (int)line.n);
    if (o && json_tokener_get_parse_end(tok) == line.n &&
        json_object_is_type(o, json_type_object)) {
        *ret = o;
        return HW_OK;
    }
    json_object_put(o);
    /* json-c has no word of its own for a lack of memory before 0.17. */
    return !o && json_tokener_get_error(tok) == json_tokener_success ? HW_NOMEM : HW_OK;
}

/* --- learning ------------------------------------------------------------------------------------
 */

static bool is_diagnostic(hw_str line)
{
    static const hw_prefix any = {.any = true};
    static const hw_str phrases[] = {{" escapes to heap", 16}, {" does not escape", 16},
                                     {": can inline ", 13},    {": inlining call to ", 19},
                                     {": leaking param", 15},  {": moved to heap: ", 17}};
    hw_message m;
    /* Not worth more: coloured, or JSON once more, which the next round reads. */
    bool certain;
    bool odd = hw_str_chr(line, '\x1b') != HW_NPOS || hw_json_start(line, &certain) != HW_NPOS;
    for (size_t i = 0; odd && i < sizeof phrases / sizeof *phrases; i++)
        if (hw_str_has(line, phrases[i]))
            return true;
    if (odd)
        return false;
    hw_message_read(hw_str_from(line, hw_prefix_length(&any, line)), (hw_str){0}, &m);
    return m.position.line > 0 && m.class != HW_CLASS_BUILD_ERROR;
}

static bool has_diagnostics(hw_str text)
{
    hw_str line, rest = text;
    for (int i = 0; i < LINES_LOOKED_AT && rest.n; i++) {
        if (!hw_str_cut(rest, '\n', &line, &rest)) {
            line = rest;
            rest.n = 0;
        }
        hw_str_cut_suffix(&line, HW_STR("\r"));
        if (is_diagnostic(line))
            return true;
    }
    return false;
}

static bool same_path(const hw_wrapper *m, const hw_json_walk *w)
{
    return m->n == w->n && memcmp(m->path, w->path, w->n) == 0;
}

bool hw_wrappers_learn(hw_wrappers *w, json_object *object)
{
    hw_json_walk walk;
    bool any = false;
    hw_json_walk_start(&walk, object);
    while (hw_json_walk_next(&walk)) {
        unsigned i = 0;
        if (!has_diagnostics(walk.text))
            continue;
        while (i < w->n && !same_path(&w->at[i], &walk))
            i++;
        if (i == HW_WRAPPERS_MAX)
            continue;
        if (i == w->n) {
            w->at[w->n++] = (hw_wrapper){.n = walk.n};
            memcpy(w->at[i].path, walk.path, walk.n);
        }
        w->at[i].found++;
        w->at[i].ended += walk.text.p[walk.text.n - 1] == '\n';
        any = true;
    }
    return any;
}

static hw_status learn_line(hw_wrappers *w, json_tokener *tok, hw_str line, unsigned *learned)
{
    json_object *object;
    bool certain;
    size_t at = hw_json_start(line, &certain);
    if (at == HW_NPOS)
        return HW_OK;
    HW_TRY(hw_json_read_line(tok, hw_str_from(line, at), &object));
    if (object && hw_wrappers_learn(w, object)) {
        ++*learned;
        w->prefixed += at > 0;
        w->plain += at == 0;
    }
    json_object_put(object);
    return HW_OK;
}

static hw_status find(hw_wrappers *w, json_tokener *tok, hw_str text, size_t limit)
{
    size_t at = 0;
    unsigned learned = 0;
    while (at < text.n && at < limit && learned < LEARNED_FROM) {
        size_t open = hw_str_find(hw_str_sub(text, at, limit), HW_STR("{"));
        if (open == HW_NPOS)
            break;
        size_t start = hw_str_rchr(hw_str_sub(text, at, at + open), '\n');
        start = start == HW_NPOS ? at : at + start + 1;
        size_t end = hw_str_chr(hw_str_from(text, at + open), '\n');
        end = end == HW_NPOS ? text.n : at + open + end;
        HW_TRY(learn_line(w, tok, hw_str_sub(text, start, end), &learned));
        at = end + 1;
    }
    return HW_OK;
}

hw_status hw_wrappers_find(hw_wrappers *w, hw_str text, size_t limit)
{
    *w = (hw_wrappers){.n = 0};
    json_tokener *tok = json_tokener_new_ex(HW_JSON_DEPTH);
    if (!tok)
        return HW_NOMEM;
    json_tokener_set_flags(tok, JSON_TOKENER_STRICT);
    hw_status status = find(w, tok, text, limit);
    json_tokener_free(tok);
    return status;
}

const hw_wrapper *hw_wrapper_of(const hw_wrappers *w, json_object *object)
{
    const hw_wrapper *best = NULL;
    hw_json_walk walk;
    hw_json_walk_start(&walk, object);
    while (hw_json_walk_next(&walk))
        for (unsigned i = 0; i < w->n; i++)
            if (same_path(&w->at[i], &walk) && (!best || w->at[i].found > best->found))
                best = &w->at[i];
    return best;
}
