#include "plain/json_object.h"

#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "plain/prefix.h"

static void open_value(hw_object_walk *w, const hw_node *value, size_t path)
{
    if (w->depth == HW_MEMBER_DEPTH)
        return;
    w->stack[w->depth].in = value;
    w->stack[w->depth].next = value->first;
    w->stack[w->depth].i = 0;
    w->stack[w->depth++].path = path;
}

/* "[]" for the elements of an array. In an array of arrays elements differ by their place, as in
 * [time, line]: "[1]". 0 where the path is too long. */
static size_t add_index(hw_object_walk *w, size_t path, size_t i)
{
    char text[24] = "[]";
    if (w->depth > 1 && w->stack[w->depth - 2].in->type == HW_NODE_ARRAY)
        snprintf(text, sizeof text, "[%zu]", i);
    size_t n = strlen(text);
    if (n > sizeof w->path - path)
        return 0;
    memcpy(w->path + path, text, n);
    return path + n;
}

/* Puts a name behind the path of what it is in. 0 where that is too long. */
static size_t add_name(hw_object_walk *w, size_t path, hw_str name)
{
    size_t n = name.n, dot = path > 0, room = sizeof w->path - path; /* the path may fill all */
    if (n == 0 || n > room || n + dot > room)
        return 0;
    if (dot)
        w->path[path] = '.';
    memcpy(w->path + path + dot, name.p, n);
    return path + dot + n;
}

void hw_object_walk_start(hw_object_walk *w, const hw_node *object)
{
    w->depth = 0;
    open_value(w, object, 0);
}

bool hw_object_walk_next(hw_object_walk *w)
{
    while (w->depth) {
        const hw_node *in = w->stack[w->depth - 1].in, *value = w->stack[w->depth - 1].next;
        size_t path = w->stack[w->depth - 1].path;
        if (!value) {
            w->depth--;
            continue;
        }
        w->stack[w->depth - 1].next = value->next;
        path = in->type == HW_NODE_ARRAY ? add_index(w, path, w->stack[w->depth - 1].i++)
                                         : add_name(w, path, value->name);
        if (path == 0)
            continue;
        if (value->type == HW_NODE_STRING) {
            w->text = value->text;
            w->n = path;
            return true;
        }
        if (value->type == HW_NODE_OBJECT || value->type == HW_NODE_ARRAY)
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

hw_status hw_object_read(hw_arena *a, hw_str line, const hw_node **ret)
{
    const hw_json_bounds bounds = {HW_OBJECT_DEPTH, HW_OBJECT_VALUES};
    hw_arena_reset(a);
    HW_TRY(hw_json_tree_read(a, hw_str_trim(line), bounds, ret, NULL));
    if (*ret && (*ret)->type != HW_NODE_OBJECT)
        *ret = NULL;
    return HW_OK;
}
