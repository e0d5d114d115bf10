#include "diag/interleaved.h"

#include "message/not_compiler.h"

static bool knows(const hw_diag_reader *r, hw_str file)
{
    return hw_str_eq(file, r->file_text) || hw_strings_find(r->set->strings, file) != HW_NONE;
}

/* Whether a line is understood from `at` on; *known: its file is, or it has none. */
static bool speaks(const hw_diag_reader *r, hw_str line, size_t at, bool *known)
{
    hw_message m;
    hw_message_read(hw_str_from(line, at), (hw_str){0}, &m);
    if (hw_message_class_role(m.class) == HW_ROLE_BLOCK || m.class == HW_CLASS_NOT_UNDERSTOOD ||
        m.class == HW_CLASS_GCTRACE)
        return false;
    *known = m.position.line == 0 || knows(r, m.position.file);
    return true;
}

/* Where the line behind the words starts, or HW_NPOS. The last number or '/' of the words may
 * belong to that line: to the name of its file, or to its date. A file that was named before
 * decides. Else no name is thought to start with a digit, but one may start with '/'. */
static size_t line_at(const hw_diag_reader *r, hw_str line, size_t end)
{
    enum { BACK = 16 };
    size_t guess = HW_NPOS;
    for (size_t back = 0; back <= end && back < BACK; back++) {
        size_t at = end - back;
        bool known = false, slash = back == 1 && line.p[at] == '/' && line.p[end] != '.';
        if (back && !hw_is_digit(line.p[at]) && line.p[at] != '/' && line.p[at] != '.')
            break;
        if (!speaks(r, line, at, &known))
            continue;
        if (known)
            return at;
        if (guess == HW_NPOS || slash)
            guess = at;
    }
    return guess;
}

/* Bytes of a trace before the line that interrupts it; 0: the line is read from its start. */
static size_t take(hw_diag_reader *r, hw_str line)
{
    bool telling = false;
    size_t end = hw_gctrace_words(line, &telling);
    hw_str package, variant;
    if (line.n == 0 || hw_header_match(line, &package, &variant))
        r->trace = false; /* only its newline was left, or another compiler begins */
    if (end == 0 || (!r->trace && !telling))
        return 0;
    if (end == line.n) {
        r->trace = !hw_gctrace_ends(line);
        return 0;
    }
    size_t at = line_at(r, line, end);
    if (at == HW_NPOS || at == 0)
        return 0;
    r->trace = true;
    return at;
}

/* Whether the range starts inside a trace: that began shortly before, perhaps in the piece before.
 */
static void find_begin(hw_diag_reader *r)
{
    enum { BEHIND = 1 << 12 };
    size_t at = r->line.at;
    hw_log_lines lines;
    hw_log_line line;
    bool prefix;
    r->looked = true;
    hw_log_lines_begin(&lines, hw_str_sub(r->text, at > BEHIND ? at - BEHIND : 0, at));
    while (hw_log_line_next(&lines, &line)) {
        hw_str view = hw_reader_plain(r, line.view, &prefix);
        if (r->trace || hw_gctrace_begins(view))
            take(r, view);
    }
}

bool hw_interleaved_take(hw_diag_reader *r)
{
    if (!r->looked)
        find_begin(r);
    size_t n = r->trace || hw_gctrace_begins(r->view) ? take(r, r->view) : 0;
    r->view = hw_str_from(r->view, n);
    r->set->prefixed += n > 0;
    return n > 0;
}
