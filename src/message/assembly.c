/* A listing stands between the diagnostics where both were asked for at once. The room listing
 * reads it. */
#include "message/assembly.h"

static bool is_hex(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
}

/* Takes digits off the front; 0: there are none. */
static size_t take(hw_str *s, bool (*is)(char))
{
    size_t n = 0;
    while (n < s->n && is(s->p[n]))
        n++;
    *s = hw_str_from(*s, n);
    return n;
}

static void blanks(hw_str *s)
{
    size_t n = 0;
    while (n < s->n && s->p[n] == ' ')
        n++;
    *s = hw_str_from(*s, n);
}

/* "main.esc STEXT size=108 args=0x8 …": a word of S and capitals before the size. */
static bool symbol(hw_str line)
{
    size_t size = hw_str_rfind(line, HW_STR(" size="));
    if (size == HW_NPOS || !hw_is_digit(size + 6 < line.n ? line.p[size + 6] : '\0'))
        return false;
    hw_str rest = hw_str_sub(line, 0, size);
    while (rest.n) {
        size_t blank = hw_str_rchr(rest, ' ');
        hw_str word = hw_str_from(rest, blank == HW_NPOS ? 0 : blank + 1);
        bool kind = word.n > 2 && word.p[0] == 'S';
        for (size_t i = 0; i < word.n && kind; i++)
            kind = (word.p[i] >= 'A' && word.p[i] <= 'Z') || hw_is_digit(word.p[i]);
        if (kind && blank != HW_NPOS)
            return true;
        rest = hw_str_sub(rest, 0, blank == HW_NPOS ? 0 : blank);
    }
    return false;
}

/* "    14      1 00020 (/src/main.go:17)\tLEAQ\t…", "    64 done" */
static bool table_step(hw_str line)
{
    blanks(&line);
    if (!take(&line, is_hex) || !hw_str_starts(line, HW_STR(" ")))
        return false;
    if (hw_str_eq(line, HW_STR(" done")))
        return true;
    blanks(&line);
    hw_str number = line;
    hw_str_cut_prefix(&number, HW_STR("-"));
    if (take(&number, hw_is_digit) && hw_str_starts(number, HW_STR(" ")) &&
        !hw_str_starts(number, HW_STR(" (")))
        line = number;
    blanks(&line);
    return take(&line, hw_is_digit) >= 5 && hw_str_starts(line, HW_STR(" ("));
}

/* " 00 13 02": the table's bytes. */
static bool table_bytes(hw_str line)
{
    while (line.n >= 3 && line.p[0] == ' ' && is_hex(line.p[1]) && is_hex(line.p[2]))
        line = hw_str_from(line, 3);
    return line.n == 0;
}

/* "1 | 0 | a.New (/src/b/b.go:6:14) pc=19" */
static bool table_row(hw_str line)
{
    size_t pc = hw_str_rfind(line, HW_STR(") pc="));
    if (!take(&line, hw_is_digit) || !hw_str_cut_prefix(&line, HW_STR(" | ")))
        return false;
    hw_str_cut_prefix(&line, HW_STR("-"));
    return pc != HW_NPOS && take(&line, hw_is_digit) && hw_str_starts(line, HW_STR(" | "));
}

bool hw_assembly_begins(hw_str line)
{
    return hw_str_starts(line, HW_STR("\t0x")) || hw_str_starts(line, HW_STR("\trel ")) ||
           hw_str_starts(line, HW_STR("go:string.\"")) ||
           hw_str_starts(line, HW_STR("go.string.\""));
}

bool hw_assembly_match(hw_str line)
{
    if (hw_assembly_begins(line))
        return true;
    if (hw_str_starts(line, HW_STR("funcpctab ")))
        return hw_str_ends(line, HW_STR("]"));
    if (hw_str_starts(line, HW_STR("wrote ")))
        return hw_str_has(line, HW_STR(" bytes to 0x"));
    return hw_str_starts(line, HW_STR("-- inlining tree for ")) || symbol(line) ||
           table_step(line) || table_bytes(line) || table_row(line);
}
