/* drift/version_table - comparisons of neighbours become one table. */
#ifndef HW_DRIFT_VERSION_TABLE_H
#define HW_DRIFT_VERSION_TABLE_H

#include "model/versions.h"

/* `drifts` compare list[i] with list[i + 1] of `v`, and kept their pairs; one less than versions
 * are in the list. Fills steps, rows and cells. */
hw_status hw_versions_make(hw_versions *v, const hw_drift *drifts, hw_error *err);

#endif
