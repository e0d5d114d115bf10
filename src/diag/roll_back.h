/* diag/roll_back - a set of claims as if nothing had been read since. */
#ifndef HW_DIAG_ROLL_BACK_H
#define HW_DIAG_ROLL_BACK_H

#include "model/claim.h"

/* As if nothing had been read since `before` was copied. */
void hw_diag_roll_back(hw_claims *set, const hw_claims *before);

#endif
