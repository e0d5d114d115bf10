/* verdict/site_verdict - what was judged of a site. */
#ifndef HW_VERDICT_SITE_VERDICT_H
#define HW_VERDICT_SITE_VERDICT_H

#include "join/join.h"
#include "model/finding.h"

typedef struct hw_site_verdict {
    hw_verdict verdict;
    hw_cause cause;
    hw_basis basis;
    const char *why; /* static text */
} hw_site_verdict;

typedef HW_VEC(hw_site_verdict) hw_site_verdicts; /* by site */

#endif
