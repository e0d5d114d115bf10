#include "base/utf8.h"

#include <string.h>

size_t hw_utf8_next(hw_str s, uint32_t *cp)
{
    const unsigned char *p = (const unsigned char *)s.p;
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    size_t n;
    uint32_t v;
    if (p[0] < 0x80) {
        *cp = p[0];
        return 1;
    }
    if ((p[0] & 0xe0) == 0xc0)
        n = 2, v = p[0] & 0x1fu;
    else if ((p[0] & 0xf0) == 0xe0)
        n = 3, v = p[0] & 0x0fu;
    else if ((p[0] & 0xf8) == 0xf0)
        n = 4, v = p[0] & 0x07u;
    else
        n = 0, v = 0;
    bool valid = n != 0 && n <= s.n;
    for (size_t i = 1; valid && i < n; i++) {
        valid = (p[i] & 0xc0) == 0x80;
        v = v << 6 | (p[i] & 0x3fu);
    }
    if (!valid || v < least[n] || v > 0x10ffff || (v >= 0xd800 && v <= 0xdfff)) {
        *cp = UINT32_MAX;
        return 1;
    }
    *cp = v;
    return n;
}

/* Ascending. Source: Unicode 15, Default_Ignorable_Code_Point and the Cf that have no glyph, with
 * C1, the separators of lines and paragraphs, and the noncharacters of the first plane. */
static const struct {
    uint32_t first, last;
} hidden[] = {
    {0x7f, 0x9f},     {0xad, 0xad},       {0x34f, 0x34f},     {0x61c, 0x61c},     {0x115f, 0x1160},
    {0x17b4, 0x17b5}, {0x180b, 0x180f},   {0x200b, 0x200f},   {0x2028, 0x202e},   {0x2060, 0x206f},
    {0x3164, 0x3164}, {0xfdd0, 0xfdef},   {0xfe00, 0xfe0f},   {0xfeff, 0xfeff},   {0xffa0, 0xffa0},
    {0xfff0, 0xfffb}, {0x1bca0, 0x1bca3}, {0x1d173, 0x1d17a}, {0xe0000, 0xe0fff},
};

bool hw_utf8_shown(uint32_t cp)
{
    if (cp < hidden[0].first)
        return cp >= 0x20;
    for (size_t i = 0; i < sizeof hidden / sizeof *hidden && hidden[i].first <= cp; i++)
        if (cp <= hidden[i].last)
            return false;
    return (cp & 0xfffe) != 0xfffe && cp <= 0x10ffff;
}

bool hw_utf8_space(uint32_t cp)
{
    return cp == ' ' || (cp >= '\t' && cp <= '\r') || cp == 0x85 || cp == 0xa0 || cp == 0x1680 ||
           (cp >= 0x2000 && cp <= 0x200a) || cp == 0x2028 || cp == 0x2029 || cp == 0x202f ||
           cp == 0x205f || cp == 0x3000;
}

bool hw_ci_command(hw_str s, bool first)
{
    static const char *const marks[] = {"##[", "##vso[", "##teamcity["};
    if (first && hw_str_starts(s, HW_STR("::")))
        return true;
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (hw_str_starts(s, hw_str_of(marks[i])))
            return true;
    return false;
}

size_t hw_utf8_clean(hw_str s, char *buf, size_t size)
{
    size_t out = 0;
    while (s.n) {
        uint32_t cp;
        size_t n = hw_utf8_next(s, &cp);
        bool shown = hw_utf8_shown(cp) && !hw_ci_command(s, false);
        size_t need = shown ? n : 1;
        if (need >= size - out)
            break;
        if (shown)
            memcpy(buf + out, s.p, n);
        else
            buf[out] = '?';
        out += need;
        s = hw_str_from(s, n);
    }
    buf[out] = '\0';
    return out;
}
