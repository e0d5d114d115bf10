#include "plain/prefix.h"

#include "go/log_line.h"
#include "message/message.h"
#include "message/scan.h"
#include "message/timestamp.h"

enum {
    SAMPLE_LINES = 200,
    SAMPLE_BYTES = 1 << 20,
    PIECES_MAX = 4,    /* "[stage] 2026-01-02T03:04:05Z web-1  | #12 3.456 " has four */
    NAME_MAX_LEN = 160 /* of a service, a pod, a step, a file of grep */
};

/* "[12:00:01] ", "[pod/web-1/app] "; "[12:00:01]W:<TAB> ", "[12:00:01] :<TAB> " of TeamCity. */
static size_t bracket_piece(hw_str s)
{
    if (s.n == 0 || s.p[0] != '[')
        return 0;
    size_t close = hw_str_chr(hw_str_sub(s, 0, NAME_MAX_LEN), ']'), at = close + 1;
    if (close == HW_NPOS)
        return 0;
    if (at + 1 < s.n && (s.p[at] == ' ' || s.p[at] == 'W') && s.p[at + 1] == ':')
        at += 2;
    size_t end = hw_scan_one_of(s, at, " \t");
    return hw_scan_one_of(s, end, " ") && s.p[end - 1] == '\t' ? end + 1 : end;
}

/* "#12 3.456 " of docker's buildkit. */
static size_t step_piece(hw_str s)
{
    if (s.n == 0 || s.p[0] != '#')
        return 0;
    size_t at = hw_scan_one_of(s, hw_scan_number(s, 1), " ");
    if (at)
        at = hw_scan_one_of(s, hw_scan_number(s, at), ".");
    return at ? hw_scan_one_of(s, hw_scan_number(s, at), " ") : 0;
}

/* "service-1  | " of docker compose and others: one word, blanks, a bar. */
static size_t bar_piece(hw_str s)
{
    hw_str head = hw_str_sub(s, 0, NAME_MAX_LEN);
    size_t at = hw_str_chr(head, ' ');
    if (at == HW_NPOS || at == 0)
        return 0;
    while (at < head.n && head.p[at] == ' ')
        at++;
    if ((at = hw_scan_one_of(head, at, "|")) == 0)
        return 0;
    return at == s.n ? at : hw_scan_one_of(s, at, " ");
}

/* "job<TAB>step<TAB>" of gh run view --log; a time follows. */
static size_t github_piece(hw_str s)
{
    hw_str head = hw_str_sub(s, 0, 2 * NAME_MAX_LEN);
    size_t first = hw_str_chr(head, '\t');
    if (first == HW_NPOS || first == 0)
        return 0;
    size_t second = hw_str_chr(hw_str_from(head, first + 1), '\t');
    if (second == HW_NPOS)
        return 0;
    hw_str rest = hw_str_from(s, first + second + 2);
    hw_str_cut_prefix(&rest, HW_STR("\xef\xbb\xbf"));
    return hw_date_length(rest) ? s.n - rest.n : 0;
}

/* "escape.log:", "escape.log:12:", "12:", "12-" of grep. */
static size_t grep_piece(hw_str s)
{
    static const hw_str names[] = {{".log", 4}, {".txt", 4}, {".out", 4},
                                   {".err", 4}, {".gz", 3},  {"(standard input)", 16}};
    size_t colon = hw_str_chr(hw_str_sub(s, 0, NAME_MAX_LEN), ':'), at = 0;
    for (size_t i = 0; colon != HW_NPOS && i < sizeof names / sizeof *names; i++)
        if (hw_str_ends(hw_str_sub(s, 0, colon), names[i]))
            at = colon + 1;
    size_t number = hw_scan_number(s, at);
    size_t end = number ? hw_scan_one_of(s, number, ":-") : 0;
    if (end && (end == s.n || (s.p[end] != ' ' && !hw_scan_digit(s, end))))
        return end;
    return number ? 0 : at; /* "notes.txt:12: " is a position of //line */
}

/* What stands before a line that was pasted into a comment, a mail or a list, or that a tool
 * printed as a warning. No path begins so where a position of the compiler, or a header, stands
 * behind it. */
static size_t mark_piece(hw_str s)
{
    static const hw_str marks[] = {{"// ", 3},       {"> ", 2},       {">", 1},
                                   {"* ", 2},        {"- ", 2},       {"Warning: ", 9},
                                   {"warning: ", 9}, {"WARNING: ", 9}};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        hw_str rest = s;
        hw_message m;
        if (!hw_str_cut_prefix(&rest, marks[i]))
            continue;
        hw_message_read(rest, (hw_str){0}, &m);
        if (hw_message_class_role(m.class) == HW_ROLE_BLOCK ||
            (m.position.line > 0 && m.class != HW_CLASS_BUILD_ERROR))
            return marks[i].n;
    }
    return 0;
}

static size_t known_pieces(hw_str line)
{
    static size_t (*const rows[])(hw_str s) = {hw_time_length, bracket_piece, step_piece, bar_piece,
                                               github_piece,   grep_piece,    mark_piece};
    size_t at = 0;
    for (int pieces = 0; pieces < PIECES_MAX && at < line.n; pieces++) {
        size_t n = 0;
        for (size_t i = 0; n == 0 && i < sizeof rows / sizeof *rows; i++)
            n = rows[i](hw_str_from(line, at));
        if (n == 0)
            break;
        at += n;
    }
    return at;
}

size_t hw_prefix_length(const hw_prefix *p, hw_str line)
{
    if (p->same.n == 0)
        return known_pieces(line);
    if (!hw_str_starts(line, p->same))
        return 0;
    return p->same.n + known_pieces(hw_str_from(line, p->same.n));
}

/* --- what the first diagnostics of a log have before them ------------------------------------- */

typedef struct sample {
    unsigned with, without; /* lines with known pieces, and none */
    bool marked;            /* one has a mark, of which no path begins */
    unsigned count;
    hw_str lines[SAMPLE_LINES];
} sample;

static void take_sample(hw_str text, sample *s)
{
    static const hw_str phrases[] = {{" escapes to heap", 16},
                                     {" does not escape", 16},
                                     {": can inline ", 13},
                                     {": inlining call to ", 19},
                                     {": leaking param", 15},
                                     {": moved to heap: ", 17},
                                     {"# ", 2}};
    hw_log_lines lines;
    hw_log_line line;
    hw_log_lines_begin(&lines, hw_str_sub(text, 0, SAMPLE_BYTES));
    while (s->count < SAMPLE_LINES && hw_log_line_next(&lines, &line)) {
        for (size_t i = 0; i < sizeof phrases / sizeof *phrases; i++) {
            if (!hw_str_has(line.view, phrases[i]))
                continue;
            s->lines[s->count++] = line.view;
            s->marked |= mark_piece(line.view) > 0;
            if (known_pieces(line.view))
                s->with++;
            else
                s->without++;
            break;
        }
    }
}

/* Whether a header and a message stand behind these words. Words that a file name begins with have
 * no header behind them. */
static bool explains(const sample *s, hw_str same)
{
    const hw_prefix p = {.same = same};
    bool header = false, message = false;
    for (unsigned i = 0; i < s->count && !(header && message); i++) {
        hw_message m;
        hw_message_read(hw_str_from(s->lines[i], hw_prefix_length(&p, s->lines[i])), (hw_str){0},
                        &m);
        header |= hw_message_class_role(m.class) == HW_ROLE_BLOCK;
        message |= m.position.line > 0 && m.class != HW_CLASS_BUILD_ERROR;
    }
    return header && message;
}

/* What all have in common. */
static hw_str common(const sample *s)
{
    hw_str same = s->lines[0];
    for (unsigned i = 1; i < s->count; i++) {
        size_t n = 0;
        while (n < same.n && n < s->lines[i].n && same.p[n] == s->lines[i].p[n])
            n++;
        same.n = n;
    }
    return same;
}

hw_prefix hw_prefix_of(hw_str text)
{
    sample s = {0};
    take_sample(text, &s);
    if (s.with > s.without || s.marked)
        return (hw_prefix){.any = true};
    if (s.count < 2)
        return (hw_prefix){0};
    hw_str same = common(&s);
    if (same.n == 0 || same.n > NAME_MAX_LEN)
        return (hw_prefix){0};
    if (explains(&s, same))
        return (hw_prefix){.any = true, .same = same};
    size_t blank = hw_str_rchr(same, ' '); /* "app web 2026-01-02T03:" of many lines */
    same.n = blank == HW_NPOS ? 0 : blank + 1;
    if (same.n && explains(&s, same))
        return (hw_prefix){.any = true, .same = same};
    return (hw_prefix){0};
}
