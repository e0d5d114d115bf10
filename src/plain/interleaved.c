/* Lines of GODEBUG=gctrace=1 that diagnostics tear.
 *
 * The runtime prints its line with a write(2) for every word. The compiler has the same pipe for
 * its diagnostics, each of them one write with its newline; a program has it for its log, and
 * the go command for whole packages: each may come between any two words. So a line may be words of
 * a trace with another line behind them. */
#include "diag/reader.h"

/* evidence: runtime/mgc.go, 1.19 to 1.27. */
#define TEXT(literal)                                                                              \
    {                                                                                              \
        (literal), sizeof(literal) - 1                                                             \
    }
static const hw_str words[] = {
    TEXT("gc "),
    TEXT(" @"),
    TEXT("s "),
    TEXT("%"),
    TEXT(": "),
    TEXT(" (checking for goroutine leaks)"),
    TEXT("+"),
    TEXT("/"),
    TEXT(" ms clock, "),
    TEXT(" ms cpu, "),
    TEXT("->"),
    TEXT(" MB, "),
    TEXT(" MB goal, "),
    TEXT(" MB stacks, "),
    TEXT(" MB globals, "),
    TEXT(" P"),
    TEXT(" (forced)"),
};
#undef TEXT

const bool hw_trace_starts[256] = {
    ['0'] = true, ['1'] = true, ['2'] = true, ['3'] = true, ['4'] = true, ['5'] = true,
    ['6'] = true, ['7'] = true, ['8'] = true, ['9'] = true, ['g'] = true, ['s'] = true,
    [' '] = true, ['%'] = true, [':'] = true, ['+'] = true, ['-'] = true,
};

/* Bytes of "12", "0.34", or of the ".34" that is left of one. */
static size_t number(hw_str s)
{
    size_t n = 0;
    while (n < s.n && hw_is_digit(s.p[n]))
        n++;
    if (n + 1 < s.n && s.p[n] == '.' && hw_is_digit(s.p[n + 1]))
        for (n++; n < s.n && hw_is_digit(s.p[n]); n++)
            ;
    return n;
}

static size_t word(hw_str s)
{
    size_t n = number(s);
    for (size_t i = 0; n == 0 && i < sizeof words / sizeof *words; i++)
        if (hw_str_starts(s, words[i]))
            n = words[i].n;
    return n;
}

/* Words of a trace that the line starts with; *telling: nothing else looks like them. */
static size_t all_words(hw_str line, bool *telling)
{
    enum { NUMBERS_AND_SIGNS = 2 };
    size_t at = 0;
    for (size_t n; (n = word(hw_str_from(line, at))) > 0; at += n)
        *telling |= n > NUMBERS_AND_SIGNS && number(hw_str_from(line, at)) == 0;
    return at;
}

size_t hw_interleaved_trace(hw_str line)
{
    bool telling = hw_str_has(line, HW_STR(" ms clock, ")) || hw_str_has(line, HW_STR(" ms cpu, "));
    if (telling && hw_str_chr(line, '#') == HW_NPOS)
        return line.n; /* whatever another trace added */
    size_t at = all_words(line, &telling);
    hw_str package, variant;
    if (at < line.n)
        return hw_header_match(hw_str_from(line, at), &package, &variant) ? at : 0;
    return telling || hw_str_ends(line, HW_STR(" P")) ? at : 0;
}

static bool ends_trace(hw_str line)
{
    return hw_str_ends(line, HW_STR(" P")) || hw_str_ends(line, HW_STR(" (forced)"));
}

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

/* Where the line behind the words starts, or HW_NPOS: a number, or a '/', may belong to its file's
 * name, or its date. A file that is known decides; else no name starts with a digit, and one may
 * with '/'. */
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

/* Bytes of a trace before the line that tore it; 0: it is to be read from its start. */
static size_t take(hw_diag_reader *r, hw_str line)
{
    bool telling = false;
    size_t end = all_words(line, &telling);
    hw_str package, variant;
    if (line.n == 0 || hw_header_match(line, &package, &variant))
        r->trace = false; /* its newline was all that was left; another compiler speaks */
    if (end == 0 || (!r->trace && !telling))
        return 0;
    if (end == line.n) {
        r->trace = !ends_trace(line);
        return 0;
    }
    size_t at = line_at(r, line, end);
    if (at == HW_NPOS || at == 0)
        return 0;
    r->trace = true;
    return at;
}

static bool begins(hw_str line)
{
    return hw_str_starts(line, HW_STR("gc "));
}

/* A trace that is open here has begun shortly before, perhaps in the piece before. */
static void find_begin(hw_diag_reader *r)
{
    enum { BEHIND = 1 << 12 };
    size_t at = r->record.at;
    hw_log_lines lines;
    hw_log_line line;
    bool prefix;
    r->looked = true;
    hw_log_lines_begin(&lines, hw_str_sub(r->text, at > BEHIND ? at - BEHIND : 0, at));
    while (hw_log_line_next(&lines, &line)) {
        hw_str view = hw_log_line_plain(r, line.view, &prefix);
        if (r->trace || begins(view))
            take(r, view);
    }
}

bool hw_trace_take(hw_diag_reader *r)
{
    if (!r->looked)
        find_begin(r);
    size_t n = r->trace || begins(r->view) ? take(r, r->view) : 0;
    r->view = hw_str_from(r->view, n);
    r->set->prefixed += n > 0;
    return n > 0;
}
