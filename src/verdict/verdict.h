/* verdict - sites of the profile × claims of the compiler = findings.
 *
 * docs/join.md has the rules. The tool is allowed to be unsure, never to be wrong.
 */
#ifndef HW_VERDICT_VERDICT_H
#define HW_VERDICT_VERDICT_H

#include "heapwitness/limits.h"
#include "heapwitness/types.h"
#include "model/finding.h"

typedef struct hw_judge_options {
    hw_value sort; /* what ranks: HW_INUSE_SPACE unless the user chose; must be in the profile */
    hw_limits limits;
    const hw_audit
        *code; /* of a survey of the same program with the same claims (symbolize/survey):
                  tells why claims have no bytes; NULL: not at hand */
} hw_judge_options;

/* `ret` was hw_audit_init'ed; it borrows profile and claims. */
hw_status hw_judge(const hw_profile *profile, const hw_claims *claims,
                   const hw_judge_options *options, hw_audit *ret, hw_error *err);

#endif
