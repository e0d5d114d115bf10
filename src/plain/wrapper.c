#include "plain/wrapper.h"

#include <string.h>

#include "base/error.h"
#include "message/message.h"
#include "plain/prefix.h"

enum {
    LEARNED_FROM = 200, /* objects with diagnostics */
    LINES_LOOKED_AT = 16
};

static bool is_diagnostic(hw_str line)
{
    static const hw_prefix any = {.any = true};
    static const hw_str phrases[] = {{" escapes to heap", 16}, {" does not escape", 16},
                                     {": can inline ", 13},    {": inlining call to ", 19},
                                     {": leaking param", 15},  {": moved to heap: ", 17}};
    hw_message m;
    /* Not worth more: coloured, or JSON once more, which the next round reads. */
    bool certain;
    bool odd = hw_str_chr(line, '\x1b') != HW_NPOS || hw_object_start(line, &certain) != HW_NPOS;
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

static bool same_path(const hw_wrapper *m, const hw_object_walk *w)
{
    return m->n == w->n && memcmp(m->path, w->path, w->n) == 0;
}

bool hw_wrappers_learn(hw_wrappers *w, const hw_node *object)
{
    hw_object_walk walk;
    bool any = false;
    hw_object_walk_start(&walk, object);
    while (hw_object_walk_next(&walk)) {
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

static hw_status learn_line(hw_wrappers *w, hw_arena *a, hw_str line, unsigned *learned)
{
    const hw_node *object;
    bool certain;
    size_t at = hw_object_start(line, &certain);
    if (at == HW_NPOS)
        return HW_OK;
    HW_TRY(hw_object_read(a, hw_str_from(line, at), &object));
    if (object && hw_wrappers_learn(w, object)) {
        ++*learned;
        w->prefixed += at > 0;
        w->plain += at == 0;
    }
    return HW_OK;
}

static hw_status find(hw_wrappers *w, hw_arena *a, hw_str text, size_t limit)
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
        HW_TRY(learn_line(w, a, hw_str_sub(text, start, end), &learned));
        at = end + 1;
    }
    return HW_OK;
}

hw_status hw_wrappers_find(hw_wrappers *w, hw_str text, size_t limit)
{
    *w = (hw_wrappers){.n = 0};
    hw_arena values = {0};
    hw_status status = find(w, &values, text, limit);
    hw_arena_free(&values);
    return status;
}

const hw_wrapper *hw_wrapper_of(const hw_wrappers *w, const hw_node *object)
{
    const hw_wrapper *best = NULL;
    hw_object_walk walk;
    hw_object_walk_start(&walk, object);
    while (hw_object_walk_next(&walk))
        for (unsigned i = 0; i < w->n; i++)
            if (same_path(&w->at[i], &walk) && (!best || w->at[i].found > best->found))
                best = &w->at[i];
    return best;
}
