/* claims/filter - a part of a result: --focus, --ignore, --package.
 *
 * The caller matches patterns. This file decides what a filter means; the room of each kind of
 * result (verdict, drift, claims/select …) decides which of its texts a filter is tried on.
 */
#ifndef HW_CLAIMS_FILTER_H
#define HW_CLAIMS_FILTER_H

#include "base/strings.h"
#include "heapwitness/types.h"

/* A thing stays where all that is set holds. */
typedef struct hw_filter {
    /* Whether `pattern` is found in `text`. */
    hw_status (*match)(const void *pattern, hw_str text, bool *ret, hw_error *err);
    const void *focus, *ignore; /* patterns; NULL: none */
    const hw_str *packages;     /* Go patterns, one of which must match */
    size_t package_count;       /* 0: any */
} hw_filter;

bool hw_filter_empty(const hw_filter *f);
/* Whether one of the filter's packages matches; a filter without packages matches all. */
bool hw_filter_has_package(const hw_filter *f, hw_str package);
/* Go's package patterns: "..." stands for any text, "p/..." also for p itself; a pattern that
 * begins with "./" is held against the ends of import paths. */
bool hw_package_matches(hw_str pattern, hw_str package);

/* What was found so far in the texts of one thing. */
typedef struct hw_filtering {
    const hw_filter *filter;
    const hw_strings *strings;
    bool focused, ignored;
} hw_filtering;

hw_status hw_filter_try(hw_filtering *x, const hw_sid *texts, size_t n, hw_error *err);
/* Whether the thing stays: its package matches, `focus` was found, and `ignore` was not. */
bool hw_filter_keeps(const hw_filtering *x, hw_sid package);

#endif
