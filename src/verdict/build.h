/* verdict/build - are profile and log of the same build?
 *
 * A text log carries no identity, so the answer is "unknown" unless the two contradict each other
 * in ways that no single build can (docs/join.md, "Same build?"). Matching sets are never accused.
 */
#ifndef HW_VERDICT_BUILD_H
#define HW_VERDICT_BUILD_H

#include "join/join.h"
#include "model/finding.h"
#include "sites/decls.h"

/* Fills build_match, build_reasons and go_version of the audit. */
hw_status hw_build_check(hw_audit *a, const hw_join_input *in, const hw_joined *joined,
                         const hw_decls *decls, hw_error *err);

#endif
