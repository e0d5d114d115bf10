/* drift/drift - claims × claims: what two sets of diagnostics say differently.
 *
 * Lines play no part. The claims of a package are put under the top-level functions that they stand
 * in, and those of one function are aligned by what they speak of (docs/drift.md).
 */
#ifndef HW_DRIFT_DRIFT_H
#define HW_DRIFT_DRIFT_H

#include "model/difference.h"

typedef struct hw_drift_input {
    const hw_claims *claims; /* finished; both sides' have one table of strings */
    const hw_values *values; /* by claim, what the site of each holds and allocated; NULL: no
                                profile is of this side */
} hw_drift_input;

/* `ret` was hw_drift_init'ed; it borrows the claims. Its list is in order. */
hw_status hw_drift_make(const hw_drift_input in[HW_DRIFT_ENDS], hw_drift *ret, hw_error *err);

#endif
