#include "base/locator_show.h"

#include <string.h>
#include <strings.h>

#include "base/utf8.h"

enum { NAME_MAX_BYTES = 2048 };

static bool is_alnum(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

hw_str hw_locator_scheme(hw_str s)
{
    size_t n = hw_str_find(s, HW_STR("://"));
    if (n == HW_NPOS || n == 0)
        return (hw_str){0};
    for (size_t i = 0; i < n; i++)
        if (!is_alnum(s.p[i]) && s.p[i] != '+' && s.p[i] != '-' && s.p[i] != '.')
            return (hw_str){0};
    return hw_str_sub(s, 0, n);
}

/* Where the authority of what follows the scheme ends: at the first of "/?#". */
static size_t authority_end(hw_str s)
{
    size_t i = 0;
    while (i < s.n && s.p[i] != '/' && s.p[i] != '?' && s.p[i] != '#')
        i++;
    return i;
}

bool hw_locator_is_address(hw_str s)
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

/* --- shown ---------------------------------------------------------------------------------- */

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

/* Parameters of net/http/pprof: all others may be secrets, whatever they are called. */
static bool is_plain(hw_str name, hw_str value)
{
    static const char *const names[] = {"debug", "gc", "seconds"};
    uint64_t n;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (hw_str_eq(name, hw_str_of(names[i])))
            return hw_str_u64(value, UINT32_MAX, &n);
    return false;
}

/* The end of the first part; the parts have one of `marks` between them. */
static size_t part_end(hw_str s, const char *marks)
{
    size_t i = 0;
    while (i < s.n && (s.p[i] == '\0' || !strchr(marks, s.p[i])))
        i++;
    return i;
}

/* name=value pairs; a word without "=" may be a value. */
static void put_query(line *l, hw_str query)
{
    while (query.n) {
        size_t end = part_end(query, "&;");
        hw_str pair = hw_str_sub(query, 0, end), name, value;
        bool named = hw_str_cut(pair, '=', &name, &value);
        if (named) {
            put(l, name);
            put(l, HW_STR("="));
        }
        if (named && (is_plain(name, value) || value.n == 0))
            put(l, value);
        else if (pair.n)
            put(l, HW_STR("***"));
        put(l, hw_str_sub(query, end, end + 1));
        query = hw_str_from(query, end + 1);
    }
}

/* Parameters of its elements (/a;token=x/b) without their values, and nothing before an "@". */
static void put_path(line *l, hw_str path)
{
    size_t at = hw_str_rchr(path, '@');
    if (at != HW_NPOS) {
        put(l, HW_STR("/***"));
        path = hw_str_from(path, at);
    }
    while (path.n) {
        size_t end = part_end(path, "/;"), equals = hw_str_chr(hw_str_sub(path, 0, end), '=');
        if (equals != HW_NPOS && end) {
            put(l, hw_str_sub(path, 0, equals + 1));
            put(l, HW_STR("***"));
        } else {
            put(l, hw_str_sub(path, 0, end));
        }
        put(l, hw_str_sub(path, end, end + 1));
        path = hw_str_from(path, end + 1);
    }
}

/* host or host:port, and no part of a password with "/", "?" or "#" in it. */
static bool is_host(hw_str s)
{
    size_t colon = hw_str_rchr(s, ':');
    uint64_t port;
    bool six = s.n && s.p[0] == '[';
    if (six && s.p[s.n - 1] == ']')
        colon = HW_NPOS;
    if (colon != HW_NPOS && !hw_str_u64(hw_str_from(s, colon + 1), 65535, &port))
        return false;
    hw_str host = hw_str_sub(s, 0, colon == HW_NPOS ? s.n : colon);
    for (size_t i = 0; i < host.n; i++)
        if (!is_alnum(host.p[i]) && !strchr(six ? ":.%[]" : ".-_%", host.p[i]) &&
            !((unsigned char)host.p[i] & 0x80))
            return false;
    return host.n != 0;
}

/* What is behind the scheme. User and password end at the last "@" of the authority; where that
 * cannot be an authority, at the last "@" of all. */
static void put_remote(line *l, hw_str s)
{
    hw_str authority = hw_str_sub(s, 0, authority_end(s));
    size_t at = hw_str_rchr(authority, '@');
    if (at != HW_NPOS)
        s = hw_str_from(s, at + 1);
    authority = hw_str_sub(s, 0, authority_end(s));
    if (!is_host(authority) && (at = hw_str_rchr(s, '@')) != HW_NPOS) {
        s = hw_str_from(s, at + 1);
        authority = hw_str_sub(s, 0, authority_end(s));
    }
    if (!is_host(authority) && hw_str_chr(authority, ':') != HW_NPOS) {
        put(l, HW_STR("***"));
        return;
    }
    hw_str rest = hw_str_from(s, authority.n);
    rest = hw_str_sub(rest, 0, part_end(rest, "#"));
    size_t query = part_end(rest, "?");
    put(l, authority);
    put_path(l, hw_str_sub(rest, 0, query));
    put(l, hw_str_sub(rest, query, query + 1));
    put_query(l, hw_str_from(rest, query + 1));
}

/* The length of what marks an address of the network: "http://", or "http:/" where a slash is
 * missing. 0 for host:port, with or without a user. */
static bool is_remote(hw_str s, size_t *head)
{
    size_t first = part_end(s, "/:"), at = hw_str_rchr(s, '@');
    hw_str word = hw_str_sub(s, 0, first);
    *head = 0;
    if (hw_locator_scheme(s).n) {
        *head = hw_locator_scheme(s).n + 3;
        return true;
    }
    bool http = (word.n == 4 && strncasecmp(word.p, "http", 4) == 0) ||
                (word.n == 5 && strncasecmp(word.p, "https", 5) == 0);
    if (http && first < s.n && s.p[first] == ':' && at != HW_NPOS) {
        *head = first + 1;
        *head += *head < s.n && s.p[*head] == '/';
        return true;
    }
    bool user = at != HW_NPOS && first < s.n && s.p[first] == ':';
    return hw_locator_is_address(s) ||
           (user && (at < authority_end(s) || hw_locator_is_address(hw_str_from(s, at + 1))));
}

void hw_locator_show(hw_str locator, char *buf, size_t size)
{
    line l = {.n = 0};
    size_t head;
    if (is_remote(locator, &head)) {
        put(&l, hw_str_sub(locator, 0, head));
        put_remote(&l, hw_str_from(locator, head));
    } else {
        put(&l, locator);
    }
    hw_utf8_clean((hw_str){l.p, l.n}, buf, size);
}
