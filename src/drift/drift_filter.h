/* drift/drift_filter - a part of a comparison: --focus, --ignore, --package. */
#ifndef HW_DRIFT_DRIFT_FILTER_H
#define HW_DRIFT_DRIFT_FILTER_H

#include "claims/filter.h"
#include "model/versions.h"

/* Keeps the differences of which a function, file or package matches. Counts become those of what
 * is kept. On failure the drift is only good for hw_drift_free. */
hw_status hw_drift_filter(hw_drift *d, const hw_filter *filter, hw_error *err);
/* Keeps the rows as hw_drift_filter keeps differences. */
hw_status hw_versions_filter(hw_versions *v, const hw_filter *filter, hw_error *err);

#endif
