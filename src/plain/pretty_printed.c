#include "plain/pretty_printed.h"

#include "base/error.h"
#include "plain/wrapper.h"

enum {
    SNIFFED = 1 << 20,
    OBJECT_MAX = 16 << 20, /* bytes of an object that is pretty-printed */
};

typedef struct layout {
    hw_str text;
    size_t at;
    uint64_t line; /* of `at` */
    bool in_array;
} layout;

typedef struct piece {
    hw_str text; /* an object, or the rest of a line */
    uint64_t line;
    bool object;
} piece;

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static size_t leading_blanks(hw_str line)
{
    size_t n = 0;
    while (n < line.n && is_blank(line.p[n]))
        n++;
    return n;
}

/* The rest of the line, without its end. */
static hw_str line_at(const layout *l, size_t at)
{
    hw_str rest = hw_str_from(l->text, at);
    return hw_str_sub(rest, 0, hw_str_chr(rest, '\n'));
}

/* Moves to `to`, and behind its line where nothing else is on it. */
static void move(layout *l, size_t to)
{
    hw_str rest = line_at(l, to);
    if (hw_str_trim(rest).n == 0)
        to += rest.n + (to + rest.n < l->text.n);
    for (size_t lf; (lf = hw_str_chr(hw_str_sub(l->text, l->at, to), '\n')) != HW_NPOS; l->line++)
        l->at += lf + 1;
    l->at = to;
}

/* Where the object at `at` ends. 0 where it does not: the end of the text cuts it, or a line's end
 * inside of a string, or another object at the margin; or it is too deep. */
static size_t object_end(hw_str text, size_t at)
{
    unsigned depth = 0;
    bool quoted = false;
    for (size_t i = at; i < text.n && i - at < OBJECT_MAX; i++) {
        char c = text.p[i];
        if (quoted && c == '\n')
            return 0;
        if (quoted && c == '\\' && i + 1 < text.n && text.p[i + 1] != '\n')
            i++;
        else if (c == '"')
            quoted = !quoted;
        else if (!quoted && (c == '{' || c == '[')) {
            bool margin = i > at && text.p[i - 1] == '\n';
            if ((margin && c == '{') || ++depth > HW_OBJECT_DEPTH)
                return 0;
        } else if (!quoted && (c == '}' || c == ']') && --depth == 0)
            return i + 1;
    }
    return 0;
}

/* What stands around the objects of an array. */
static bool skip_mark(layout *l, hw_str line)
{
    size_t blanks = leading_blanks(line);
    hw_str rest = hw_str_from(line, blanks), behind = hw_str_trim(hw_str_from(rest, 1));
    char c = rest.n ? rest.p[0] : ' ';
    bool opens = c == '[' && (behind.n == 0 || behind.p[0] == '{');
    if (l->in_array ? c != ',' && c != ']' && c != ' ' : !opens)
        return false;
    l->in_array = c != ']';
    move(l, l->at + blanks + (rest.n > 0));
    return true;
}

/* The object that the line begins with: an element of an array, or one over several lines. */
static bool take_object(const layout *l, hw_str line, hw_str *ret)
{
    size_t blanks = leading_blanks(line);
    if (blanks == line.n || line.p[blanks] != '{')
        return false;
    size_t start = l->at + blanks, end = object_end(l->text, start);
    if (end == 0 || (!l->in_array && end <= l->at + line.n))
        return false;
    hw_str behind = hw_str_trim(line_at(l, end));
    if (behind.n && !(l->in_array && (behind.p[0] == ',' || behind.p[0] == ']')))
        return false;
    *ret = hw_str_sub(l->text, start, end);
    return true;
}

/* false at the end of the text. */
static bool next(layout *l, piece *ret)
{
    while (l->at < l->text.n) {
        hw_str line = line_at(l, l->at);
        if (skip_mark(l, line))
            continue;
        *ret = (piece){.text = line, .line = l->line};
        ret->object = take_object(l, line, &ret->text);
        move(l, (size_t)(ret->text.p - l->text.p) + ret->text.n);
        return true;
    }
    return false;
}

/* Without the blanks between its tokens. */
static hw_status compact(hw_str object, hw_buf *to)
{
    bool quoted = false;
    hw_buf_clear(to);
    for (size_t i = 0; i < object.n; i++) {
        char c = object.p[i];
        bool escape = quoted && c == '\\' && i + 1 < object.n;
        if (c == '"')
            quoted = !quoted;
        if ((quoted || !is_blank(c)) && hw_buf_add(to, object.p + i, escape ? 2 : 1) != HW_OK)
            return HW_NOMEM;
        i += escape;
    }
    return HW_OK;
}

static hw_status has_diagnostics(hw_arena *a, hw_str object, hw_buf *line, bool *ret)
{
    hw_wrappers learned = {.n = 0};
    const hw_node *o;
    HW_TRY(compact(object, line));
    HW_TRY(hw_object_read(a, hw_buf_view(line), &o));
    *ret = o && hw_wrappers_learn(&learned, o);
    return HW_OK;
}

/* Whether a line begins with that mark. */
static bool begins_a_line(hw_str text, char mark)
{
    for (size_t at = 0, n; (n = hw_str_chr(hw_str_from(text, at), mark)) != HW_NPOS;) {
        at += n;
        size_t before = at;
        while (before > 0 && (text.p[before - 1] == ' ' || text.p[before - 1] == '\t'))
            before--;
        if (before == 0 || text.p[before - 1] == '\n')
            return true;
        at++;
    }
    return false;
}

hw_status hw_is_pretty_printed(hw_str text, bool *ret)
{
    hw_str first = hw_str_sub(text, 0, SNIFFED);
    *ret = false;
    if (!begins_a_line(first, '{') && !begins_a_line(first, '[')) /* as nearly all */
        return HW_OK;
    layout l = {.text = text, .line = 1};
    hw_status status = HW_OK;
    hw_buf line = {0};
    piece p;
    hw_arena values = {0};
    while (status == HW_OK && !*ret && l.at < SNIFFED && next(&l, &p))
        if (p.object)
            status = has_diagnostics(&values, p.text, &line, ret);
    hw_arena_free(&values);
    hw_buf_free(&line);
    return status;
}

hw_status hw_rewrite_pretty_printed(hw_rewriting *r, hw_str text, hw_error *err)
{
    layout l = {.text = text, .line = 1};
    hw_status status = HW_OK;
    hw_buf line = {0};
    piece p;
    while (status == HW_OK && next(&l, &p)) {
        if (p.object)
            status = compact(p.text, &line);
        if (status == HW_OK)
            status = hw_rewriting_add(r, p.object ? hw_buf_view(&line) : p.text, p.line);
    }
    hw_buf_free(&line);
    return status == HW_OK ? HW_OK : hw_nomem(err);
}
