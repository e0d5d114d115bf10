/* base/str - views of bytes: pointer and length, never owned, not NUL-terminated unless said.
 *
 * An empty view may have a NULL pointer. All functions take any bytes; none assumes UTF-8.
 */
#ifndef HW_BASE_STR_H
#define HW_BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* Compilers that know it warn where such a pointer is given to strlen and its like. Formats they do
 * not check: tests/lint, rule `views`. */
#ifdef __has_attribute
#if __has_attribute(nonstring)
#define HW_NONSTRING __attribute__((nonstring))
#endif
#endif
#ifndef HW_NONSTRING
#define HW_NONSTRING
#endif

typedef struct hw_str {
    HW_NONSTRING const char *p;
    size_t n;
} hw_str;

#define HW_STR(literal) ((hw_str){(literal), sizeof(literal) - 1})
/* For printf: "%.*s", HW_STR_ARG(s). Cuts at 2 GiB. */
#define HW_STR_ARG(s) ((s).n > INT32_MAX ? INT32_MAX : (int)(s).n), ((s).p ? (s).p : "")

#define HW_NPOS SIZE_MAX

hw_str hw_str_of(const char *zero_terminated); /* NULL gives the empty view */
static inline bool hw_str_eq(hw_str a, hw_str b)
{
    return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

/* Like strcmp: by bytes, the shorter first. */
int hw_str_cmp(hw_str a, hw_str b);
/* The same of numbers. */
#define HW_CMP(a, b) (((a) > (b)) - ((a) < (b)))

static inline bool hw_is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static inline bool hw_str_starts(hw_str s, hw_str prefix)
{
    return s.n >= prefix.n && (prefix.n == 0 || memcmp(s.p, prefix.p, prefix.n) == 0);
}

static inline bool hw_str_ends(hw_str s, hw_str suffix)
{
    return s.n >= suffix.n &&
           (suffix.n == 0 || memcmp(s.p + (s.n - suffix.n), suffix.p, suffix.n) == 0);
}

/* Offset of the first / last occurrence, or HW_NPOS. */
size_t hw_str_find(hw_str s, hw_str needle);
size_t hw_str_rfind(hw_str s, hw_str needle);
static inline size_t hw_str_chr(hw_str s, char c)
{
    const char *at = s.n ? memchr(s.p, c, s.n) : NULL;
    return at ? (size_t)(at - s.p) : HW_NPOS;
}

size_t hw_str_rchr(hw_str s, char c);
bool hw_str_has(hw_str s, hw_str needle);
/* The bytes from `from` up to `to`, both clamped to the view. */
static inline hw_str hw_str_sub(hw_str s, size_t from, size_t to)
{
    if (to > s.n)
        to = s.n;
    if (from > to)
        from = to;
    return (hw_str){from ? s.p + from : s.p, to - from}; /* NULL has no bytes: from is 0 */
}

static inline hw_str hw_str_from(hw_str s, size_t from)
{
    return hw_str_sub(s, from, s.n);
}

/* Without the prefix / suffix where it is there; `*s` is left alone otherwise. */
static inline bool hw_str_cut_prefix(hw_str *s, hw_str prefix)
{
    if (!hw_str_starts(*s, prefix))
        return false;
    *s = hw_str_from(*s, prefix.n);
    return true;
}

static inline bool hw_str_cut_suffix(hw_str *s, hw_str suffix)
{
    if (!hw_str_ends(*s, suffix))
        return false;
    s->n -= suffix.n;
    return true;
}

/* Splits at the first `c`: head before it, *rest behind it. false when `c` is not there. */
bool hw_str_cut(hw_str s, char c, hw_str *head, hw_str *rest);
/* Takes the next of parts with `c` between off the front; the last one leaves `*s` empty. */
hw_str hw_str_next(hw_str *s, char c);
hw_str hw_str_trim(hw_str s); /* spaces, tabs, CR and LF at both ends */
/* Digits only, all of them, at most `max`; false otherwise. */
bool hw_str_u64(hw_str s, uint64_t max, uint64_t *ret);
/* The last path element, and what is before its slash ("" when there is none). */
hw_str hw_str_base(hw_str path);
hw_str hw_str_dir(hw_str path);

#endif
