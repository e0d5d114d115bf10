/* report/claims_list - the claims themselves, for people: by package, file and function. */
#ifndef HW_REPORT_CLAIMS_LIST_H
#define HW_REPORT_CLAIMS_LIST_H

#include "claims/summary.h"
#include "report/page.h"

/* Those that are selected, with their flows. */
void hw_claims_list(hw_page *p, const hw_summary *census, size_t width);

/* Calls `each` for the claims and parameters that are selected, in the order of the log; it ends
 * early when `each` returns false. */
void hw_claims_walk(const hw_summary *census, bool (*each)(void *ctx, const hw_claim *c), void *ctx);

#endif
