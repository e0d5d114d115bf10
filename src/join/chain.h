/* join/chain - the inlining chain of a claim, which only -json knows, beside that of a site. */
#ifndef HW_JOIN_CHAIN_H
#define HW_JOIN_CHAIN_H

#include "sites/site.h"

typedef enum hw_chain_fit {
    HW_CHAIN_UNKNOWN, /* the claim's chain is not known, or its positions cannot be compared */
    HW_CHAIN_OTHER,   /* another call */
    HW_CHAIN_INNER,   /* the claim was inlined into the site's function, deeper than the site */
    HW_CHAIN_NEXT,    /* … by one call */
    HW_CHAIN_SAME,    /* the same calls at the same lines */
} hw_chain_fit;

/* The outermost position of both is the physical line, which is not compared here. */
hw_chain_fit hw_chain_compare(const hw_profile *profile, const hw_site *site,
                              const hw_claims *claims, const hw_claim *claim);

#endif
