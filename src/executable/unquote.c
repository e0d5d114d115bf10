#include "executable/unquote.h"

#include <string.h>

size_t hw_go_quoted(hw_str text)
{
    char mark = text.n ? text.p[0] : '\0';
    if (mark != '"' && mark != '`')
        return 0;
    for (size_t i = 1; i < text.n; i++) {
        if (text.p[i] == mark)
            return i + 1;
        i += mark == '"' && text.p[i] == '\\';
    }
    return 0;
}

/* `n` digits of the base; false where they are not there. */
static bool number(hw_str *rest, size_t n, unsigned base, uint32_t *ret)
{
    *ret = 0;
    if (rest->n < n)
        return false;
    for (size_t i = 0; i < n; i++) {
        char c = rest->p[i];
        unsigned digit = c >= '0' && c <= '9'   ? (unsigned)(c - '0')
                         : c >= 'a' && c <= 'f' ? (unsigned)(c - 'a') + 10
                         : c >= 'A' && c <= 'F' ? (unsigned)(c - 'A') + 10
                                                : 99;
        if (digit >= base)
            return false;
        *ret = *ret * base + digit;
    }
    *rest = hw_str_from(*rest, n);
    return true;
}

static size_t put_byte(char *out, uint32_t byte)
{
    out[0] = (char)byte;
    return 1;
}

static size_t put_utf8(char *out, uint32_t cp)
{
    if (cp < 0x80)
        return put_byte(out, cp);
    if (cp < 0x800) {
        out[0] = (char)(0xc0 | cp >> 6);
        out[1] = (char)(0x80 | (cp & 63));
        return 2;
    }
    if (cp < 0x10000) {
        out[0] = (char)(0xe0 | cp >> 12);
        out[1] = (char)(0x80 | (cp >> 6 & 63));
        out[2] = (char)(0x80 | (cp & 63));
        return 3;
    }
    out[0] = (char)(0xf0 | cp >> 18);
    out[1] = (char)(0x80 | (cp >> 12 & 63));
    out[2] = (char)(0x80 | (cp >> 6 & 63));
    out[3] = (char)(0x80 | (cp & 63));
    return 4;
}

/* One escape behind its backslash. Returns the bytes written (at most as many as were read), 0 for
 * none that Go knows. */
static size_t escape(hw_str *rest, char *out)
{
    static const char letters[] = "abfnrtv\\'\"", values[] = "\a\b\f\n\r\t\v\\'\"";
    uint32_t cp;
    if (rest->n == 0)
        return 0;
    char c = rest->p[0];
    const char *letter = c ? strchr(letters, c) : NULL;
    if (letter) {
        *rest = hw_str_from(*rest, 1);
        out[0] = values[letter - letters];
        return 1;
    }
    if (c >= '0' && c <= '7')
        return number(rest, 3, 8, &cp) && cp < 256 ? put_byte(out, cp) : 0;
    *rest = hw_str_from(*rest, 1);
    if (c == 'x')
        return number(rest, 2, 16, &cp) ? put_byte(out, cp) : 0;
    if ((c == 'u' && number(rest, 4, 16, &cp)) || (c == 'U' && number(rest, 8, 16, &cp)))
        return cp <= 0x10ffff && (cp < 0xd800 || cp > 0xdfff) ? put_utf8(out, cp) : 0;
    return 0;
}

/* What stands between the marks, its escapes replaced. *ok false: Go knows one of them not. */
static HW_MEM unescaped(hw_arena *a, hw_str rest, hw_str *ret, bool *ok)
{
    char *out = hw_arena_alloc(a, rest.n + 1, 1);
    size_t len = 0;
    if (!out)
        return HW_MEM_OUT;
    while (rest.n && *ok) {
        char c = rest.p[0];
        rest = hw_str_from(rest, 1);
        size_t wrote = c == '\\' ? escape(&rest, out + len) : put_byte(out + len, (unsigned char)c);
        *ok = wrote > 0;
        len += wrote;
    }
    out[len] = '\0';
    *ret = (hw_str){out, len};
    return HW_MEM_OK;
}

HW_MEM hw_go_unquote(hw_arena *a, hw_str text, hw_str *ret, bool *ok)
{
    size_t n = hw_go_quoted(text);
    bool marked = text.n && (text.p[0] == '"' || text.p[0] == '`');
    *ok = n == text.n || (n == 0 && !marked);
    *ret = (hw_str){0};
    if (!*ok)
        return HW_MEM_OK;
    if (n && text.p[0] == '"')
        return unescaped(a, hw_str_sub(text, 1, n - 1), ret, ok);
    *ret = hw_arena_str(a, n ? hw_str_sub(text, 1, n - 1) : text);
    return ret->p ? HW_MEM_OK : HW_MEM_OUT;
}
