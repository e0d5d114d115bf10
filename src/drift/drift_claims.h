/* drift/drift_claims - claims about allocations: what became of each. */
#ifndef HW_DRIFT_DRIFT_CLAIMS_H
#define HW_DRIFT_DRIFT_CLAIMS_H

#include "base/mem.h"
#include "drift/drift_state.h"

/* The claims of one function. Those without a partner go to `loose`. */
HW_MEM hw_drift_claims(hw_drifter *dr, const hw_drift_run run[HW_DRIFT_ENDS]);
/* Ends a package: pairs what is left in `loose` across its functions, and puts down the rest. */
HW_MEM hw_drift_loose(hw_drifter *dr);

#endif
