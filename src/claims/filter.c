#include "claims/filter.h"

#include "base/error.h"

enum { DOTS = 3 };

/* `pattern` against all of `text`; "..." is any text. Linear in their product, without recursion:
 * only the last "..." is ever tried again. */
static bool matches_dots(hw_str pattern, hw_str text)
{
    size_t p = 0, t = 0, retry_p = HW_NPOS, retry_t = 0;
    while (t < text.n || p < pattern.n) {
        if (hw_str_starts(hw_str_from(pattern, p), HW_STR("..."))) {
            retry_p = p += DOTS;
            retry_t = t;
        } else if (p < pattern.n && t < text.n && pattern.p[p] == text.p[t]) {
            p++;
            t++;
        } else if (retry_p != HW_NPOS && retry_t < text.n) {
            p = retry_p;
            t = ++retry_t;
        } else {
            return false;
        }
    }
    return true;
}

static bool matches_path(hw_str pattern, hw_str path)
{
    hw_str parent = pattern;
    if (matches_dots(pattern, path))
        return true;
    return hw_str_cut_suffix(&parent, HW_STR("/...")) && matches_dots(parent, path);
}

bool hw_package_matches(hw_str pattern, hw_str package)
{
    if (!hw_str_cut_prefix(&pattern, HW_STR("./")))
        return matches_path(pattern, package);
    if (pattern.n == 0 || hw_str_eq(pattern, HW_STR("...")))
        return true;
    for (size_t slash = 0; slash != HW_NPOS;) {
        if (matches_path(pattern, package))
            return true;
        slash = hw_str_chr(package, '/');
        if (slash != HW_NPOS)
            package = hw_str_from(package, slash + 1);
    }
    return false;
}

bool hw_filter_has_package(const hw_filter *f, hw_str package)
{
    bool any = f->package_count == 0;
    for (size_t i = 0; i < f->package_count && !any; i++)
        any = hw_package_matches(f->packages[i], package);
    return any;
}

bool hw_filter_empty(const hw_filter *f)
{
    return !f->focus && !f->ignore && f->package_count == 0;
}

hw_status hw_filter_try(hw_filtering *x, const hw_sid *texts, size_t n, hw_error *err)
{
    const hw_filter *f = x->filter;
    for (size_t i = 0; i < n; i++) {
        hw_str text = hw_strings_get(x->strings, texts[i]);
        if (f->focus && !x->focused && texts[i])
            HW_TRY(f->match(f->focus, text, &x->focused, err));
        if (f->ignore && !x->ignored && texts[i])
            HW_TRY(f->match(f->ignore, text, &x->ignored, err));
    }
    return HW_OK;
}

bool hw_filter_keeps(const hw_filtering *x, hw_sid package)
{
    return (x->focused || !x->filter->focus) && !x->ignored &&
           hw_filter_has_package(x->filter, hw_strings_get(x->strings, package));
}
