/* drift/version_table - comparisons of neighbours become one table. */
#ifndef HW_DRIFT_VERSION_TABLE_H
#define HW_DRIFT_VERSION_TABLE_H

#include "model/versions.h"

/* Fills steps, rows and cells. Drift i compares list[i] of `v` with list[i + 1], and kept its
 * pairs. */
hw_status hw_versions_make(hw_versions *v, const hw_drift *drifts, hw_error *err);

#endif
