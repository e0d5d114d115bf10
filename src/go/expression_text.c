#include "go/expression_text.h"

size_t hw_literal_end(hw_str s, size_t i)
{
    enum { SHOWN = 69 };
    char quote = s.p[i];
    size_t start = i, shown = 0, plain = i + 1;
    while (plain < s.n && plain - start < SHOWN && s.p[plain] != quote && s.p[plain] != '\\')
        plain++; /* nearly all are short, without escapes */
    if (plain < s.n && plain - start < SHOWN && s.p[plain] == quote)
        return plain + 1;
    bool escaped = false;
    for (; i < s.n; i++) {
        if (((unsigned char)s.p[i] & 0xc0) == 0x80)
            continue; /* inside of a character */
        if (quote == '"' && shown == SHOWN && hw_str_starts(hw_str_from(s, i), HW_STR("...")))
            return i + 3;
        shown++;
        if (!escaped && i > start && s.p[i] == quote)
            return i + 1;
        escaped = !escaped && s.p[i] == '\\' && quote != '`';
    }
    return s.n;
}

size_t hw_expr_next(hw_str e, size_t i, size_t *depth)
{
    switch (e.p[i]) {
    case '"':
    case '\'':
    case '`':
        return hw_literal_end(e, i);
    case '(':
    case '[':
    case '{':
        ++*depth;
        break;
    case ')':
    case ']':
    case '}':
        *depth -= *depth > 0;
        break;
    default:
        break;
    }
    return i + 1;
}

size_t hw_expr_close(hw_str e, size_t open)
{
    size_t depth = 0, at = open;
    do
        at = hw_expr_next(e, at, &depth);
    while (at < e.n && depth);
    return at;
}

size_t hw_expr_find(hw_str e, hw_str needle)
{
    static const bool special[256] = {
        ['"'] = true, ['\''] = true, ['`'] = true, ['('] = true, [')'] = true,
        ['['] = true, [']'] = true,  ['{'] = true, ['}'] = true};
    size_t depth = 0;
    for (size_t i = 0; i < e.n;) {
        if (depth == 0 && e.p[i] == needle.p[0] && hw_str_starts(hw_str_from(e, i), needle))
            return i;
        i = special[(unsigned char)e.p[i]] ? hw_expr_next(e, i, &depth) : i + 1;
    }
    return HW_NPOS;
}

bool hw_expr_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || hw_is_digit(c) ||
           (unsigned char)c >= 0x80;
}

bool hw_expr_is_name(hw_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!hw_expr_word(s.p[i]))
            return false;
    return s.n > 0 && !hw_is_digit(s.p[0]);
}

bool hw_expr_constant_bytes(hw_str expr)
{
    size_t depth = 0;
    return hw_str_cut_prefix(&expr, HW_STR("([]byte)(")) && expr.n && expr.p[0] == '"' &&
           hw_expr_next(expr, 0, &depth) + 1 == expr.n;
}
