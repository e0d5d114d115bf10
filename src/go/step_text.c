#define _GNU_SOURCE /* memrchr */
#include "go/step_text.h"

#include <string.h>

#include "go/reason.h"

enum { AT_TRIES = 8 }; /* " at " inside file names and expressions that are stepped over */

/* Cuts ":N" from the end. */
static bool cut_number(hw_str *s, uint32_t *ret)
{
    size_t n = s->n;
    while (n > 0 && s->p[n - 1] >= '0' && s->p[n - 1] <= '9')
        n--;
    uint64_t v;
    if (n == 0 || s->p[n - 1] != ':' || !hw_str_u64(hw_str_from(*s, n), UINT32_MAX, &v))
        return false;
    *ret = (uint32_t)v;
    s->n = n - 1;
    return true;
}

void hw_position_split(hw_str position, hw_str *file, uint32_t *line, uint32_t *col)
{
    uint32_t last;
    hw_str s = position;
    if (s.n && s.p[s.n - 1] == ']') {
        size_t open = hw_str_rchr(s, '[');
        if (open != HW_NPOS)
            s.n = open;
    }
    *line = *col = 0;
    if (cut_number(&s, &last)) {
        if (cut_number(&s, line))
            *col = last;
        else
            *line = last;
    }
    *file = s;
}

size_t hw_step_find(hw_str line)
{
    for (size_t at = 0; at < line.n; at++) {
        size_t next = hw_str_chr(hw_str_from(line, at), ':');
        if (next == HW_NPOS)
            break;
        at += next;
        if (hw_str_starts(hw_str_from(line, at), HW_STR(":   ")))
            return at;
    }
    return HW_NPOS;
}

static bool cut_why(hw_str *s, hw_str *why)
{
    if (s->n < 3 || s->p[s->n - 1] != ')')
        return false;
    size_t open = hw_str_rchr(*s, '(');
    if (open == HW_NPOS || open == 0 || s->p[open - 1] != ' ')
        return false;
    *why = hw_str_sub(*s, open + 1, s->n - 1);
    s->n = open - 1;
    return true;
}

/* The common case: the position holds no blank, the reason is a known one. */
static bool split_plain(hw_str step, hw_str *expr, hw_str *why, unsigned *reason, hw_str *position)
{
    const char *last = step.n ? memrchr(step.p, ' ', step.n) : NULL;
    if (!last || last - step.p < 6 || memcmp(last - 4, ") at", 4) != 0)
        return false;
    size_t blank = (size_t)(last - step.p), close = blank - 4;
    const char *first = memrchr(step.p, '(', close);
    if (!first || first == step.p || first[-1] != ' ')
        return false;
    size_t open = (size_t)(first - step.p);
    *expr = hw_str_sub(step, 0, open - 1);
    *why = hw_str_sub(step, open + 1, close);
    *reason = hw_reason_named(*why);
    *position = hw_str_from(step, blank + 1);
    return *reason != HW_REASON_COUNT;
}

bool hw_from_split(hw_str step, hw_str *expr, hw_str *why, unsigned *reason, hw_str *position)
{
    if (split_plain(step, expr, why, reason, position))
        return true;
    hw_str left = step;
    bool found = false;
    for (int i = 0; i < AT_TRIES; i++) {
        size_t at = hw_str_rfind(left, HW_STR(" at "));
        if (at == HW_NPOS)
            break;
        left.n = at;
        hw_str e = left, w;
        if (!cut_why(&e, &w))
            continue;
        hw_reason known = hw_reason_named(w);
        if (known == HW_REASON_COUNT && found)
            continue;
        *expr = e;
        *why = w;
        *reason = known;
        *position = hw_str_from(step, at + 4);
        found = true;
        if (known != HW_REASON_COUNT)
            break;
    }
    return found;
}
