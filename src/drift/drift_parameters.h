/* drift/drift_parameters - what became of a function's parameters: how far they leak. */
#ifndef HW_DRIFT_DRIFT_PARAMETERS_H
#define HW_DRIFT_DRIFT_PARAMETERS_H

#include "base/mem.h"
#include "drift/drift_state.h"

HW_MEM hw_drift_parameters(hw_drifter *dr, const hw_drift_run run[HW_DRIFT_ENDS]);

#endif
