/* verdict/kind_causes - the causes that the kind of a claim's expression has, from the rows of
 * go/expression_kind. */
#ifndef HW_VERDICT_KIND_CAUSES_H
#define HW_VERDICT_KIND_CAUSES_H

#include "go/expression_kind.h"
#include "model/finding.h"

/* HW_CAUSE_UNKNOWN where the kind says nothing. */
typedef struct hw_kind_causes {
    hw_cause confirmed;    /* of bytes whose claim is right */
    hw_cause contradicted; /* of bytes whose claim is wrong */
    hw_cause without_call; /* of no bytes, where the program has no call for the claim */
} hw_kind_causes;

extern const hw_kind_causes hw_kind_cause_rows[HW_KIND_COUNT];

#endif
