/* claims/claims_walk - selected claims, one after the other. */
#ifndef HW_CLAIMS_CLAIMS_WALK_H
#define HW_CLAIMS_CLAIMS_WALK_H

#include "claims/summary.h"

/* Calls `each` for the claims and parameters that are selected, in the order of the log, until it
 * returns false. */
void hw_claims_walk(const hw_summary *summary, bool (*each)(void *ctx, const hw_claim *c),
                    void *ctx);

#endif
