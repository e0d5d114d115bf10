/* claims/select - a part of the claims: --focus, --ignore, --package, --pattern, --why.
 *
 * The caller matches regular expressions (claims/filter); this file decides what a filter means.
 */
#ifndef HW_CLAIMS_SELECT_H
#define HW_CLAIMS_SELECT_H

#include "claims/enclosing.h"
#include "claims/filter.h"

/* A claim is selected where all that is set holds. */
typedef struct hw_claims_filter {
    hw_filter names;   /* of function, package, file, message, or what the flow ends in */
    unsigned patterns; /* bits 1 << hw_pattern; 0: any */
    uint64_t reasons;  /* bits 1 << hw_reason, of which its flow has one; 0: any */
} hw_claims_filter;

/* One bit for each element of the claims' arrays. */
typedef struct hw_bits {
    uint64_t *at;
    size_t len;
} hw_bits;

typedef struct hw_selection {
    bool everything; /* nothing was filtered: bits are not made */
    bool functions;  /* declarations and inlined calls are selected: patterns and reasons, which
                        speak of claims, were not asked for */
    hw_bits claims, leaks, decls, inlinings;
} hw_selection;

/* An empty filter selects everything. On failure there is nothing to free. */
hw_status hw_select(const hw_enclosing *enclosing, const hw_claims_filter *filter,
                    hw_selection *ret, hw_error *err);
void hw_selection_free(hw_selection *s);

static inline bool hw_selected(const hw_selection *s, const hw_bits *bits, size_t i)
{
    return s->everything || (bits->at && (bits->at[i / 64] >> i % 64 & 1));
}

/* The reasons of all steps of the claim's explanations, as bits 1 << hw_reason. */
uint64_t hw_claim_reasons(const hw_claims *set, const hw_claim *c);

#endif
