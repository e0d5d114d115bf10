#include "plain/quotes.h"

#include "base/error.h"
#include "go/log_line.h"
#include "plain/prefix.h"

hw_status hw_has_prefixed_quotes(hw_str text, bool *ret)
{
    hw_log_lines lines;
    hw_log_line logical;
    *ret = false;
    if (!hw_prefix_of(text).any || hw_str_chr(text, '`') == HW_NPOS)
        return HW_OK;
    hw_log_lines_begin(&lines, text);
    while (!*ret && hw_log_line_next(&lines, &logical))
        *ret = logical.lines > 1;
    return HW_OK;
}

hw_status hw_rewrite_prefixed(hw_rewriting *r, hw_str text, hw_error *err)
{
    const hw_prefix prefix = hw_prefix_of(text);
    hw_str line, rest = text;
    for (uint64_t number = 1; rest.n; number++) {
        line = rest;
        if (!hw_str_cut(rest, '\n', &line, &rest))
            rest.n = 0;
        size_t n = hw_prefix_length(&prefix, line);
        r->counts->prefixed += n > 0;
        if (hw_rewriting_add(r, hw_str_from(line, n), number) != HW_OK)
            return hw_nomem(err);
    }
    return HW_OK;
}
