/* model/filter - an audit of a part of the program: --focus and --ignore.
 *
 * How a pattern is matched is the caller's business; what a filter means is decided here.
 */
#ifndef HW_MODEL_FILTER_H
#define HW_MODEL_FILTER_H

#include "model/finding.h"

typedef struct hw_filter {
    /* Whether `pattern` is found in `text`. */
    hw_status (*match)(const void *pattern, hw_str text, bool *ret, hw_error *err);
    const void *focus, *ignore; /* patterns; NULL: none */
} hw_filter;

/* Keeps the findings of which a function, file or package matches `focus`, inlined frames included,
 * and none matches `ignore`; the same for claims without bytes, by file and package. Ranks, totals
 * and coverage become those of what is kept; `before` keeps what they were. On failure the audit is
 * only good for hw_audit_free. */
hw_status hw_audit_filter(hw_audit *a, const hw_filter *filter, hw_error *err);

#endif
