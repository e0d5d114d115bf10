/* report/claims_list - the claims themselves, for people: by package, file and function. */
#ifndef HW_REPORT_CLAIMS_LIST_H
#define HW_REPORT_CLAIMS_LIST_H

#include "claims/summary.h"
#include "report/page.h"

/* Those that are selected, with their flows. */
void hw_claims_list(hw_page *p, const hw_summary *summary, size_t width);

#endif
