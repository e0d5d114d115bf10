#include "plain/unwrap.h"

#include <string.h>

#include "base/error.h"
#include "plain/cut_lines.h"
#include "plain/escapes.h"
#include "plain/prefix.h"
#include "plain/wrapper.h"

enum { SNIFFED = 1 << 20 };

typedef struct unwrapper {
    hw_rewriting *to;
    hw_arena values; /* of one object */
    hw_wrappers members;
    hw_cut_lines pieces;
    hw_buf stream;
    bool prefixed;
} unwrapper;

static hw_status is_wrapped(hw_str text, size_t limit, bool *ret)
{
    hw_wrappers w;
    HW_TRY(hw_wrappers_find(&w, text, limit));
    *ret = w.n > 0;
    return HW_OK;
}

hw_status hw_is_wrapped(hw_str text, bool *ret)
{
    return is_wrapped(text, SNIFFED, ret);
}

hw_status hw_is_wrapped_anywhere(hw_str text, bool *ret)
{
    return is_wrapped(text, SIZE_MAX, ret);
}

static bool is_true(const hw_node *object, const char *member)
{
    const hw_node *truth = hw_node_member(object, member, HW_NODE_BOOL);
    hw_str text = hw_node_string(hw_node_member(object, member, HW_NODE_STRING));
    return truth ? truth->truth : hw_str_eq(text, HW_STR("true"));
}

/* Whether the line goes on in another object. Docker's fluentd and journald drivers say so; its
 * json-file driver and go test leave out the newline. */
static bool goes_on(const hw_node *object, const hw_wrapper *m, hw_str text)
{
    if (is_true(object, "partial_message"))
        return !is_true(object, "partial_last");
    if (is_true(object, "CONTAINER_PARTIAL_MESSAGE"))
        return true;
    bool lines_end = m->ended * 2 > m->found;
    return lines_end && (text.n == 0 || text.p[text.n - 1] != '\n');
}

/* Lines that are cut in pieces and mixed with others differ in these members. */
static hw_status stream_of(unwrapper *u, const hw_node *object)
{
    static const char *const names[] = {"stream",         "source", "ImportPath", "Package",
                                        "container_name", "_PID",   "Test"};
    hw_buf_clear(&u->stream);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const hw_node *value = hw_node_member(object, names[i], HW_NODE_STRING);
        HW_TRY(hw_buf_str(&u->stream, hw_node_string(value)));
        HW_TRY(hw_buf_add(&u->stream, "", 1));
    }
    return HW_OK;
}

static hw_status add_text(unwrapper *u, const hw_node *object, const hw_wrapper *m, hw_str text,
                          uint64_t line)
{
    bool more = goes_on(object, m, text);
    if (u->pieces.n == 0 && !more)
        return hw_rewriting_add(u->to, text, line);
    HW_TRY(stream_of(u, object));
    if (more)
        return hw_cut_line_add(&u->pieces, u->to, hw_buf_view(&u->stream), text, line);
    hw_cut_line *piece = hw_cut_line_of(&u->pieces, hw_buf_view(&u->stream));
    return piece ? hw_cut_line_end(&u->pieces, u->to, piece, text)
                 : hw_rewriting_add(u->to, text, line);
}

/* The strings of the member, of which an array may have several. */
static hw_status add_member(unwrapper *u, const hw_node *object, const hw_wrapper *m, uint64_t line)
{
    hw_object_walk walk;
    hw_object_walk_start(&walk, object);
    while (hw_object_walk_next(&walk))
        if (hw_str_eq((hw_str){walk.path, walk.n}, (hw_str){m->path, m->n}))
            HW_TRY(add_text(u, object, m, walk.text, line));
    u->to->counts->wrapped++;
    return HW_OK;
}

static hw_status add_plain(unwrapper *u, hw_str line, uint64_t number)
{
    static const hw_prefix any = {.any = true};
    size_t n = u->prefixed ? hw_prefix_length(&any, line) : 0;
    u->to->counts->prefixed += n > 0;
    return hw_rewriting_add(u->to, hw_str_from(line, n), number);
}

static void note_invalid(hw_plain_counts *c, uint64_t number)
{
    if (c->invalid_json++ == 0)
        c->invalid_json_line = number;
}

static hw_status add_object(unwrapper *u, const hw_node *object, hw_str line, uint64_t number)
{
    const hw_wrapper *m = hw_wrapper_of(&u->members, object);
    if (!m && hw_wrappers_learn(&u->members, object))
        m = hw_wrapper_of(&u->members, object);
    return m ? add_member(u, object, m, number) : add_plain(u, line, number);
}

static hw_status add_line(unwrapper *u, hw_str line, uint64_t number)
{
    const hw_node *object = NULL;
    bool certain;
    size_t at = hw_object_start(line, &certain);
    if (at != HW_NPOS)
        HW_TRY(hw_object_read(&u->values, hw_str_from(line, at), &object));
    if (at == HW_NPOS || (!object && !certain))
        return add_plain(u, line, number);
    if (object)
        return add_object(u, object, line, number);
    note_invalid(u->to->counts, number);
    return hw_rewriting_add(u->to, hw_str_from(line, at), number);
}

static hw_status unwrap(unwrapper *u, hw_str text)
{
    HW_TRY(hw_wrappers_find(&u->members, text, SIZE_MAX));
    u->prefixed = u->members.prefixed > u->members.plain;
    hw_str rest = text;
    for (uint64_t number = 1; rest.n; number++) {
        hw_str line = rest;
        if (!hw_str_cut(rest, '\n', &line, &rest))
            rest.n = 0;
        hw_str_cut_suffix(&line, HW_STR("\r"));
        HW_TRY(add_line(u, line, number));
    }
    return hw_cut_lines_flush(&u->pieces, u->to);
}

static void name_member(hw_plain_counts *counts, const hw_wrappers *members)
{
    const hw_wrapper *best = NULL;
    for (unsigned i = 0; i < members->n; i++)
        if (!best || members->at[i].found > best->found)
            best = &members->at[i];
    if (counts->wrapped_in_len || !best)
        return;
    memcpy(counts->wrapped_in, best->path, best->n);
    counts->wrapped_in_len = best->n;
}

hw_status hw_rewrite_wrapped(hw_rewriting *r, hw_str text, hw_error *err)
{
    unwrapper u = {.to = r};
    hw_status status = unwrap(&u, text);
    if (status == HW_OK) {
        name_member(r->counts, &u.members);
        r->made.n = hw_strip_escapes(r->made.p, r->made.n); /* "\u001b[31m" */
    }
    hw_arena_free(&u.values);
    hw_cut_lines_free(&u.pieces);
    hw_buf_free(&u.stream);
    return status == HW_OK ? HW_OK : hw_nomem(err);
}
