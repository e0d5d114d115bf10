#include "plain/json_object.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "plain/prefix.h"

static void open_value(hw_object_walk *w, json_object *value, size_t path)
{
    if (w->depth == HW_MEMBER_DEPTH)
        return;
    w->stack[w->depth].in = value;
    w->stack[w->depth].i = 0;
    w->stack[w->depth].path = path;
    if (json_object_is_type(value, json_type_object)) {
        w->stack[w->depth].member = json_object_iter_begin(value);
        w->stack[w->depth].end = json_object_iter_end(value);
    }
    w->depth++;
}

/* "[]" for the elements of an array. In an array of arrays elements differ by their place, as in
 * [time, line]: "[1]". 0 where the path is too long. */
static size_t add_index(hw_object_walk *w, size_t path, size_t i)
{
    char text[24] = "[]";
    if (w->depth > 1 && json_object_is_type(w->stack[w->depth - 2].in, json_type_array))
        snprintf(text, sizeof text, "[%zu]", i);
    size_t n = strlen(text);
    if (n > sizeof w->path - path)
        return 0;
    memcpy(w->path + path, text, n);
    return path + n;
}

/* Puts a name behind the path of what it is in. 0 where that is too long. */
static size_t add_name(hw_object_walk *w, size_t path, const char *name)
{
    size_t n = strlen(name), dot = path > 0;
    if (n == 0 || n + dot > sizeof w->path - path) /* the path may fill all of it */
        return 0;
    if (dot)
        w->path[path] = '.';
    memcpy(w->path + path + dot, name, n);
    return path + dot + n;
}

void hw_object_walk_start(hw_object_walk *w, json_object *object)
{
    w->depth = 0;
    open_value(w, object, 0);
}

bool hw_object_walk_next(hw_object_walk *w)
{
    while (w->depth) {
        json_object *value, *in = w->stack[w->depth - 1].in;
        size_t path = w->stack[w->depth - 1].path;
        if (json_object_is_type(in, json_type_array)) {
            size_t i = w->stack[w->depth - 1].i++;
            if (i >= json_object_array_length(in)) {
                w->depth--;
                continue;
            }
            value = json_object_array_get_idx(in, i);
            path = add_index(w, path, i);
        } else {
            struct json_object_iterator *m = &w->stack[w->depth - 1].member;
            if (json_object_iter_equal(m, &w->stack[w->depth - 1].end)) {
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

/* The '{' of an object at `at`, or HW_NPOS. */
static size_t object_at(hw_str line, size_t at)
{
    hw_str rest = hw_str_from(line, at);
    if (!hw_str_cut_prefix(&rest, HW_STR("{")))
        return HW_NPOS;
    return hw_str_starts(hw_str_trim(hw_str_sub(rest, 0, 64)), HW_STR("\"")) ? at : HW_NPOS;
}

size_t hw_object_start(hw_str line, bool *certain)
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

/* json-c would take what this refuses: an object of so many values that it is a bomb ("[1,1,1,…"),
 * and control characters in strings, which JSON allows as escapes only. */
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
        if (n >= HW_OBJECT_VALUES)
            return false;
    }
    return true;
}

hw_status hw_object_read(json_tokener *tok, hw_str line, json_object **ret)
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
