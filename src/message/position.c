#include "message/position.h"

#include "go/step_text.h"

/* The digits at `at`, as many as a number of 32 bits can have. Returns how many. */
static inline size_t number_at(hw_str s, size_t at, uint32_t *ret)
{
    size_t end = at;
    uint64_t v = 0;
    for (; end < s.n && end - at < 10 && s.p[end] >= '0' && s.p[end] <= '9'; end++)
        v = v * 10 + (uint64_t)(s.p[end] - '0');
    *ret = (uint32_t)v;
    return v > UINT32_MAX ? 0 : end - at;
}

static size_t origin_end(hw_str s, size_t at)
{
    size_t close = hw_str_chr(hw_str_sub(s, at, at + HW_FILE_NAME_MAX), ']');
    hw_str file;
    uint32_t line, col;
    if (close == HW_NPOS)
        return at;
    hw_position_split(hw_str_sub(s, at + 1, at + close), &file, &line, &col);
    return line ? at + close + 1 : at;
}

/* The offset behind "[FILE:LINE[:COL]]", or `at`. */
static inline size_t skip_origin(hw_str s, size_t at)
{
    return at < s.n && s.p[at] == '[' ? origin_end(s, at) : at;
}

bool hw_position_at(hw_str s, size_t colon, hw_position *ret)
{
    *ret = (hw_position){.file = hw_str_sub(s, 0, colon)};
    size_t at = colon + 1, n = number_at(s, at, &ret->line), m = 0;
    if (n == 0)
        return false;
    at += n;
    if (at < s.n && s.p[at] == ':' && (m = number_at(s, at + 1, &ret->col)) > 0) {
        size_t end = skip_origin(s, at + 1 + m);
        if (end < s.n && s.p[end] == ':') {
            ret->end = end + 1;
            return true;
        }
        ret->col = 0;
    }
    at = skip_origin(s, at);
    ret->end = at + 1;
    return at < s.n && s.p[at] == ':';
}
