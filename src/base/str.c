#define _GNU_SOURCE /* memmem, memrchr */
#include "base/str.h"

#include <string.h>

hw_str hw_str_of(const char *z)
{
    return (hw_str){z, z ? strlen(z) : 0};
}

int hw_str_cmp(hw_str a, hw_str b)
{
    size_t n = a.n < b.n ? a.n : b.n;
    int c = n ? memcmp(a.p, b.p, n) : 0;
    return c ? c : (a.n > b.n) - (a.n < b.n);
}

size_t hw_str_find(hw_str s, hw_str needle)
{
    if (needle.n == 0)
        return 0;
    const char *at = s.n >= needle.n ? memmem(s.p, s.n, needle.p, needle.n) : NULL;
    return at ? (size_t)(at - s.p) : HW_NPOS;
}

size_t hw_str_rfind(hw_str s, hw_str needle)
{
    if (needle.n == 0)
        return s.n;
    for (size_t end = s.n; end >= needle.n;) {
        const char *at = memrchr(s.p, needle.p[0], end - needle.n + 1);
        if (!at)
            return HW_NPOS;
        if (memcmp(at, needle.p, needle.n) == 0)
            return (size_t)(at - s.p);
        end = (size_t)(at - s.p) + needle.n - 1;
    }
    return HW_NPOS;
}

size_t hw_str_rchr(hw_str s, char c)
{
    const char *at = s.n ? memrchr(s.p, c, s.n) : NULL;
    return at ? (size_t)(at - s.p) : HW_NPOS;
}

bool hw_str_has(hw_str s, hw_str needle)
{
    return hw_str_find(s, needle) != HW_NPOS;
}

bool hw_str_cut(hw_str s, char c, hw_str *head, hw_str *rest)
{
    size_t at = hw_str_chr(s, c);
    if (at == HW_NPOS)
        return false;
    *head = hw_str_sub(s, 0, at);
    *rest = hw_str_from(s, at + 1);
    return true;
}

hw_str hw_str_next(hw_str *s, char c)
{
    hw_str part = *s, rest = {0};
    hw_str_cut(*s, c, &part, &rest);
    *s = rest;
    return part;
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

hw_str hw_str_trim(hw_str s)
{
    while (s.n && is_space(s.p[0]))
        s = hw_str_from(s, 1);
    while (s.n && is_space(s.p[s.n - 1]))
        s.n--;
    return s;
}

bool hw_str_u64(hw_str s, uint64_t max, uint64_t *ret)
{
    uint64_t v = 0;
    if (s.n == 0)
        return false;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] < '0' || s.p[i] > '9')
            return false;
        uint64_t d = (uint64_t)(s.p[i] - '0');
        if (d > max || v > (max - d) / 10)
            return false;
        v = v * 10 + d;
    }
    *ret = v;
    return true;
}

hw_str hw_str_base(hw_str path)
{
    size_t slash = hw_str_rchr(path, '/');
    return slash == HW_NPOS ? path : hw_str_from(path, slash + 1);
}

hw_str hw_str_dir(hw_str path)
{
    size_t slash = hw_str_rchr(path, '/');
    return slash == HW_NPOS ? (hw_str){path.p, 0} : hw_str_sub(path, 0, slash);
}
