/* run/drift_go - one source, recorded with several toolchains. */
#ifndef HW_RUN_DRIFT_GO_H
#define HW_RUN_DRIFT_GO_H

#include "session/session.h"

typedef struct hw_drift_go_plan {
    const char *versions; /* with commas between: hw_toolchain_find */
    const char *const *packages;
    size_t package_count;
} hw_drift_go_plan;

/* Records the packages with each version and makes s->versions. A version that fails is one of its
 * failures; HW_IO where all do. */
hw_status hw_drift_go_record(hw_session *s, const hw_drift_go_plan *plan, hw_error *err);

#endif
