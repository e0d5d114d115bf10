#include "plain/escapes.h"

#include <string.h>

#include "base/error.h"

enum { ESC = 0x1b, BEL = 0x07, LENGTH_MAX = 4096, LOOKED_AT = 1 << 16 };

static bool within(unsigned char c, unsigned from, unsigned to)
{
    return c >= from && c <= to;
}

/* ESC "]" … BEL, ESC "_" … ESC "\": strings for the terminal. */
static size_t string_length(hw_str s)
{
    for (size_t i = 2; i < s.n && i < LENGTH_MAX && s.p[i] != '\n'; i++) {
        if (s.p[i] == BEL)
            return i + 1;
        if (s.p[i] == ESC)
            return i + 1 < s.n && s.p[i + 1] == '\\' ? i + 2 : i;
    }
    return 0;
}

/* Bytes of the escape sequence that `s` starts with (ECMA-48); 1 for an ESC alone. */
static size_t escape_length(hw_str s)
{
    size_t i = 1;
    if (s.n < 2)
        return 1;
    if (strchr("]_P^X", s.p[1])) {
        size_t n = string_length(s);
        return n ? n : 1;
    }
    if (s.p[1] == '[')
        for (i = 2; i < s.n && i < LENGTH_MAX && within((unsigned char)s.p[i], 0x30, 0x3f);)
            i++;
    while (i < s.n && i < LENGTH_MAX && within((unsigned char)s.p[i], 0x20, 0x2f))
        i++;
    return i < s.n && within((unsigned char)s.p[i], 0x30, 0x7e) ? i + 1 : 1;
}

bool hw_has_escapes(hw_str text)
{
    return hw_str_chr(text, ESC) != HW_NPOS;
}

hw_status hw_starts_coloured(hw_str text, bool *ret)
{
    *ret = hw_has_escapes(hw_str_sub(text, 0, LOOKED_AT));
    return HW_OK;
}

size_t hw_strip_escapes(char *p, size_t n)
{
    size_t from = 0, to = 0;
    while (from < n) {
        const char *esc = memchr(p + from, ESC, n - from);
        size_t plain = esc ? (size_t)(esc - p) - from : n - from;
        memmove(p + to, p + from, plain);
        to += plain;
        from += plain;
        if (esc)
            from += escape_length((hw_str){p + from, n - from});
    }
    return to;
}

hw_status hw_rewrite_coloured(hw_rewriting *r, hw_str text, hw_error *err)
{
    if (hw_buf_str(&r->made, text) != HW_OK)
        return hw_nomem(err);
    r->made.n = hw_strip_escapes(r->made.p, r->made.n);
    return HW_OK;
}
