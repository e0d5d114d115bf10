/* drift/drift_equal - equal claims of one function: which of them is the one that is new or gone?
 */
#ifndef HW_DRIFT_DRIFT_EQUAL_H
#define HW_DRIFT_DRIFT_EQUAL_H

#include "base/mem.h"
#include "drift/drift_state.h"

/* Where some of several equal claims of a function have no partner: pairs those whose explanations
 * are the same first. The one that is left is then the one that is new or gone. */
HW_MEM hw_drift_tell_apart(hw_drifter *dr, const hw_drift_run run[HW_DRIFT_ENDS]);

#endif
