/* diag/merge - a package that several builds printed has its claims once. */
#ifndef HW_DIAG_MERGE_H
#define HW_DIAG_MERGE_H

#include "model/claim.h"

/* May be called again when more was read: blocks that were merged before stay as they are. */
hw_status hw_merge_blocks(hw_claims *set, hw_error *err);

#endif
