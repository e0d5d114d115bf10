#include "message/gctrace.h"

#include "message/not_compiler.h"

/* evidence: runtime/mgc.go of all known versions. */
#define TEXT(literal) {(literal), sizeof(literal) - 1}
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

const bool hw_gctrace_starts[256] = {
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

size_t hw_gctrace_words(hw_str line, bool *telling)
{
    enum { NUMBERS_AND_SIGNS = 2 };
    size_t at = 0;
    for (size_t n; (n = word(hw_str_from(line, at))) > 0; at += n)
        *telling |= n > NUMBERS_AND_SIGNS && number(hw_str_from(line, at)) == 0;
    return at;
}

size_t hw_gctrace_before_header(hw_str line)
{
    bool telling = hw_str_has(line, HW_STR(" ms clock, ")) || hw_str_has(line, HW_STR(" ms cpu, "));
    if (telling && hw_str_chr(line, '#') == HW_NPOS)
        return line.n; /* whatever another trace added */
    size_t at = hw_gctrace_words(line, &telling);
    hw_str package, variant;
    if (at < line.n)
        return hw_header_match(hw_str_from(line, at), &package, &variant) ? at : 0;
    return telling || hw_str_ends(line, HW_STR(" P")) ? at : 0;
}

bool hw_gctrace_begins(hw_str line)
{
    return hw_str_starts(line, HW_STR("gc "));
}

bool hw_gctrace_ends(hw_str line)
{
    return hw_str_ends(line, HW_STR(" P")) || hw_str_ends(line, HW_STR(" (forced)"));
}
