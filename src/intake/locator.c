/* The form of a locator, and its name without what is secret. */
#include <string.h>
#include <strings.h>

#include "base/utf8.h"
#include "intake/source.h"

enum { NAME_MAX_BYTES = 2048 };

static bool is_alnum(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* The scheme in front of "://", or an empty view. */
static hw_str scheme_of(hw_str s)
{
    size_t n = hw_str_find(s, HW_STR("://"));
    if (n == HW_NPOS || n == 0)
        return (hw_str){0};
    for (size_t i = 0; i < n; i++)
        if (!is_alnum(s.p[i]) && s.p[i] != '+' && s.p[i] != '-' && s.p[i] != '.')
            return (hw_str){0};
    return hw_str_sub(s, 0, n);
}

static bool same_word(hw_str s, const char *word)
{
    return s.n == strlen(word) && strncasecmp(s.p, word, s.n) == 0;
}

/* Where the authority of what follows the scheme ends: at the first of "/?#". */
static size_t authority_end(hw_str s)
{
    size_t i = 0;
    while (i < s.n && s.p[i] != '/' && s.p[i] != '?' && s.p[i] != '#')
        i++;
    return i;
}

/* [user[:password]@]host:port, the host a name, an IPv4 address, or [an IPv6 address]. */
static bool is_address(hw_str s)
{
    s = hw_str_sub(s, 0, authority_end(s));
    size_t at = hw_str_rchr(s, '@');
    if (at != HW_NPOS)
        s = hw_str_from(s, at + 1);
    size_t colon = hw_str_rchr(s, ':');
    uint64_t port;
    if (colon == HW_NPOS || colon == 0 || !hw_str_u64(hw_str_from(s, colon + 1), 65535, &port))
        return false;
    hw_str host = hw_str_sub(s, 0, colon);
    bool six = host.n > 2 && host.p[0] == '[' && host.p[host.n - 1] == ']';
    if (six)
        host = hw_str_sub(host, 1, host.n - 1);
    for (size_t i = 0; i < host.n; i++)
        if (!is_alnum(host.p[i]) && !strchr(six ? ":.%" : ".-_", host.p[i]))
            return false;
    return port != 0;
}

hw_locator_kind hw_locator_kind_of(hw_str locator)
{
    if (hw_str_eq(locator, HW_STR("-")))
        return HW_LOCATOR_STDIN;
    hw_str scheme = scheme_of(locator);
    if (same_word(scheme, "http") || same_word(scheme, "https"))
        return HW_LOCATOR_URL;
    if (scheme.n)
        return HW_LOCATOR_OTHER;
    return is_address(locator) ? HW_LOCATOR_ADDRESS : HW_LOCATOR_FILE;
}

static char unhex(hw_str s, size_t *i)
{
    unsigned v = 0;
    if (s.p[*i] != '%' || *i + 2 >= s.n)
        return s.p[*i];
    for (size_t k = 1; k <= 2; k++) {
        char c = s.p[*i + k];
        unsigned digit = c >= '0' && c <= '9'   ? (unsigned)(c - '0')
                         : c >= 'a' && c <= 'f' ? (unsigned)(c - 'a' + 10)
                         : c >= 'A' && c <= 'F' ? (unsigned)(c - 'A' + 10)
                                                : 16;
        if (digit == 16)
            return '%';
        v = v * 16 + digit;
    }
    *i += 2;
    return (char)v;
}

/* Whether the name of a query parameter sounds like a secret. */
static bool is_secret(hw_str name)
{
    static const char *const words[] = {"token",  "key", "pass", "pwd",
                                        "secret", "sig", "auth", "cred"};
    char plain[256];
    size_t n = 0;
    for (size_t i = 0; i < name.n; i++) {
        if (n + 1 >= sizeof plain)
            return true;
        plain[n++] = unhex(name, &i);
    }
    for (size_t w = 0; w < sizeof words / sizeof words[0]; w++) {
        size_t len = strlen(words[w]);
        for (size_t i = 0; i + len <= n; i++)
            if (strncasecmp(plain + i, words[w], len) == 0)
                return true;
    }
    return false;
}

typedef struct line {
    char p[NAME_MAX_BYTES];
    size_t n;
} line;

static void put(line *l, hw_str s)
{
    size_t n = s.n < sizeof l->p - l->n ? s.n : sizeof l->p - l->n;
    if (n)
        memcpy(l->p + l->n, s.p, n);
    l->n += n;
}

/* name=value pairs between '&' or ';', values of secret names replaced. */
static void put_query(line *l, hw_str query)
{
    while (query.n) {
        size_t end = 0;
        while (end < query.n && query.p[end] != '&' && query.p[end] != ';' && query.p[end] != '#')
            end++;
        hw_str pair = hw_str_sub(query, 0, end);
        hw_str name, value;
        if (hw_str_cut(pair, '=', &name, &value) && is_secret(name)) {
            put(l, name);
            put(l, HW_STR("=***"));
        } else {
            put(l, pair);
        }
        put(l, hw_str_sub(query, end, end + 1));
        query = hw_str_from(query, end + 1);
    }
}

void hw_locator_name(hw_str locator, char *buf, size_t size)
{
    hw_str scheme = scheme_of(locator);
    size_t head = scheme.n ? scheme.n + 3 : 0;
    hw_str rest = hw_str_from(locator, head);
    hw_str authority = hw_str_sub(rest, 0, authority_end(rest));
    size_t at = hw_str_rchr(authority, '@');
    bool user = at != HW_NPOS && (scheme.n || is_address(locator) ||
                                  hw_str_chr(hw_str_sub(authority, 0, at), ':') != HW_NPOS);
    size_t query = hw_str_chr(rest, '?');
    line l = {.n = 0};
    if (hw_locator_kind_of(locator) == HW_LOCATOR_STDIN) {
        put(&l, HW_STR("standard input"));
    } else if (!scheme.n && !user && !is_address(locator)) {
        put(&l, locator);
    } else {
        put(&l, hw_str_sub(locator, 0, head));
        size_t from = user ? at + 1 : 0;
        put(&l, hw_str_sub(rest, from, query == HW_NPOS ? rest.n : query + 1));
        if (query != HW_NPOS)
            put_query(&l, hw_str_from(rest, query + 1));
    }
    hw_utf8_clean((hw_str){l.p, l.n}, buf, size);
}
