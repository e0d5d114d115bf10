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

bool hw_utf8_shown(uint32_t cp)
{
    if (cp < 0x20 || (cp >= 0x7f && cp < 0xa0))
        return false;
    if (cp == 0x200e || cp == 0x200f || cp == 0x061c || (cp >= 0x2028 && cp <= 0x202e) ||
        (cp >= 0x2066 && cp <= 0x2069))
        return false;
    if (cp == 0xfeff || (cp >= 0xfdd0 && cp <= 0xfdef) || (cp & 0xfffe) == 0xfffe)
        return false;
    return cp <= 0x10ffff;
}

size_t hw_utf8_clean(hw_str s, char *buf, size_t size)
{
    size_t out = 0;
    while (s.n) {
        uint32_t cp;
        size_t n = hw_utf8_next(s, &cp);
        bool shown = hw_utf8_shown(cp);
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
