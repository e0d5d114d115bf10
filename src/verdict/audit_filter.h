/* verdict/audit_filter - a part of an audit: --focus, --ignore, --package. */
#ifndef HW_VERDICT_AUDIT_FILTER_H
#define HW_VERDICT_AUDIT_FILTER_H

#include "claims/filter.h"
#include "model/finding.h"

/* Keeps the findings of which a function, file or package matches, inlined frames included; the
 * same for claims without bytes, by the function they stand in, file and package. Ranks, totals and
 * coverage become those of what is kept; `before` keeps what they were. On failure the audit is
 * only good for hw_audit_free.
 */
hw_status hw_audit_filter(hw_audit *a, const hw_filter *filter, hw_error *err);

#endif
