/* drift/drift_inlining - what became of functions and calls: can be inlined, was inlined, or not.
 */
#ifndef HW_DRIFT_DRIFT_INLINING_H
#define HW_DRIFT_DRIFT_INLINING_H

#include "base/mem.h"
#include "drift/drift_state.h"

/* The declarations of one function and of its closures. */
HW_MEM hw_drift_decls(hw_drifter *dr, const hw_drift_run run[HW_DRIFT_ENDS]);
/* The calls in it. */
HW_MEM hw_drift_calls(hw_drifter *dr, const hw_drift_run run[HW_DRIFT_ENDS]);

#endif
