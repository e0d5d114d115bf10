#include "claims/same_text.h"

#include "go/function_name.h"

static bool ident_start(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (c & 0x80);
}

static bool ident(char c)
{
    return ident_start(c) || (c >= '0' && c <= '9');
}

/* A reader of a text that skips qualifiers ("ident." before an identifier or "(") and type
 * arguments that are GC shapes. */
typedef struct reader {
    hw_str s;
    size_t at;
    char before; /* the last character given */
} reader;

/* The length of "ident." at r->at when an identifier or "(" follows, else 0. */
static size_t qualifier(const reader *r)
{
    size_t i = r->at;
    if (i >= r->s.n || !ident_start(r->s.p[i]) || ident(r->before))
        return 0;
    while (i < r->s.n && ident(r->s.p[i]))
        i++;
    if (i + 1 < r->s.n && r->s.p[i] == '.' && (ident_start(r->s.p[i + 1]) || r->s.p[i + 1] == '('))
        return i + 1 - r->at;
    return 0;
}

/* The length of "[go.shape…]" or "[...]" at r->at, else 0. */
static size_t shape_arguments(const reader *r)
{
    hw_str rest = hw_str_from(r->s, r->at);
    if (!hw_str_starts(rest, HW_STR("[go.shape.")) && !hw_str_starts(rest, HW_STR("[...]")))
        return 0;
    size_t depth = 0;
    for (size_t i = 0; i < rest.n; i++) {
        if (rest.p[i] == '[')
            depth++;
        else if (rest.p[i] == ']' && --depth == 0)
            return i + 1;
    }
    return 0;
}

/* The next character that counts, or -1 at the end. */
static int next(reader *r)
{
    for (;;) {
        size_t skip = qualifier(r);
        if (!skip)
            skip = shape_arguments(r);
        if (!skip)
            break;
        r->at += skip;
    }
    if (r->at >= r->s.n)
        return -1;
    r->before = r->s.p[r->at++];
    return (unsigned char)r->before;
}

static hw_str up_to_type(hw_str s)
{
    size_t comma = hw_str_find(s, HW_STR(", "));
    return comma == HW_NPOS ? s : hw_str_sub(s, 0, comma);
}

bool hw_same_claim_text(hw_str a, hw_str b)
{
    if (hw_str_starts(a, HW_STR("make([]")) && hw_str_starts(b, HW_STR("make([]"))) {
        a = up_to_type(a);
        b = up_to_type(b);
    }
    reader x = {a, 0, 0}, y = {b, 0, 0};
    for (;;) {
        int c = next(&x), d = next(&y);
        if (c != d)
            return false;
        if (c < 0)
            return true;
    }
}

/* Without type arguments: everything from the first [ to the last ]. */
static void cut_arguments(hw_str s, hw_str *head, hw_str *tail)
{
    size_t open = hw_str_chr(s, '['), close = hw_str_rchr(s, ']');
    *head = s;
    *tail = (hw_str){s.p, 0};
    if (open != HW_NPOS && close != HW_NPOS && close > open) {
        *head = hw_str_sub(s, 0, open);
        *tail = hw_str_from(s, close + 1);
    }
}

bool hw_same_function(hw_str profile, hw_str log)
{
    hw_str ph, pt, lh, lt;
    if (hw_func_is_closure(log))
        return hw_func_parse(profile).closure;
    cut_arguments(hw_func_parse(profile).tail, &ph, &pt);
    cut_arguments(log, &lh, &lt);
    if (!hw_str_eq(pt, lt))
        return false;
    if (hw_str_eq(ph, lh))
        return true;
    /* pkg.F: the qualifier is the package's name, which need not be its path's last element. */
    size_t dot = hw_str_chr(lh, '.');
    return dot != HW_NPOS && dot > 0 && hw_str_eq(hw_str_from(lh, dot + 1), ph);
}
