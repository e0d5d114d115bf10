/* claims/inliner - what the inliner said of a function. */
#ifndef HW_CLAIMS_INLINER_H
#define HW_CLAIMS_INLINER_H

#include "go/obstacle.h"
#include "model/claim.h"

/* Of `can inline`: the cost and what the body became, empty where -m did not print them; of `cannot
 * inline`: the reason. */
void hw_decl_words(const hw_claims *set, const hw_decl *d, hw_str *cost, hw_str *body,
                   hw_str *reason);

typedef struct hw_inliner {
    hw_obstacle obstacle;  /* NONE: it can be inlined */
    uint32_t cost, budget; /* 0: not printed. Functions that can be inlined have no budget */
} hw_inliner;

void hw_inliner_read(const hw_claims *set, const hw_decl *d, hw_inliner *ret);

#endif
