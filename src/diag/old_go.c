#include "diag/old_go.h"

enum { LOOKED_AT = 1 << 20 };

/* ": can inline F as: …" without " with cost 9"; a JSON string may hold several lines. */
static bool is_inline_line(hw_str line)
{
    size_t at = hw_str_find(line, HW_STR(": can inline "));
    size_t as = at == HW_NPOS ? HW_NPOS : hw_str_find(hw_str_from(line, at), HW_STR(" as: "));
    return as != HW_NPOS && hw_str_chr(hw_str_sub(line, 0, at), '"') == HW_NPOS &&
           !hw_str_has(hw_str_sub(hw_str_from(line, at), 0, as), HW_STR(" with cost "));
}

size_t hw_old_go_line(hw_str text)
{
    hw_str rest = hw_str_sub(text, 0, LOOKED_AT);
    while (rest.n) {
        size_t at = (size_t)(rest.p - text.p);
        hw_str line = hw_str_next(&rest, '\n');
        if (is_inline_line(line) || hw_str_has(line, HW_STR(": \tfrom ")))
            return at;
    }
    return HW_NPOS;
}
