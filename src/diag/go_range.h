/* diag/go_range - which Go versions print what a log holds. */
#ifndef HW_DIAG_GO_RANGE_H
#define HW_DIAG_GO_RANGE_H

#include "model/claim.h"

/* Takes another range of Go versions into account; 0 in it: no bound. */
static inline void hw_go_narrow(hw_claims *set, hw_go_range by)
{
    if (by.min > set->go.min)
        set->go.min = by.min;
    if (by.max && by.max < set->go.max)
        set->go.max = by.max;
}

/* What the classes and reasons that were counted say. */
void hw_go_narrow_by_counts(hw_claims *set);

#endif
