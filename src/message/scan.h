/* message/scan - reading what stands at the start of a line, from left to right.
 *
 * Each function returns the offset behind what it looked for, or 0 where that is not there; an `at`
 * of 0 in the middle of a chain means that it broke before.
 */
#ifndef HW_MESSAGE_SCAN_H
#define HW_MESSAGE_SCAN_H

#include "base/str.h"

static inline bool hw_scan_digit(hw_str s, size_t at)
{
    return at < s.n && hw_is_digit(s.p[at]);
}

/* Exactly so many digits, or more. */
static inline size_t hw_scan_digits(hw_str s, size_t at, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!hw_scan_digit(s, at + i))
            return 0;
    return at + count;
}

/* All digits, at least one. */
static inline size_t hw_scan_number(hw_str s, size_t at)
{
    size_t end = at;
    while (hw_scan_digit(s, end))
        end++;
    return end > at ? end : 0;
}

/* One of these bytes; not at the very start. */
static inline size_t hw_scan_one_of(hw_str s, size_t at, const char *any)
{
    if (at == 0 || at >= s.n)
        return 0;
    for (; *any; any++)
        if (s.p[at] == *any)
            return at + 1;
    return 0;
}

#endif
