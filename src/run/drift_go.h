/* run/drift_go - one source, recorded with several toolchains. */
#ifndef HW_RUN_DRIFT_GO_H
#define HW_RUN_DRIFT_GO_H

#include "session/session.h"

#include "cli/cli.h"

/* Records the packages in a->inputs with the versions of a->go and makes s->versions. A version
 * that fails is one of its failures; HW_IO where all do. */
hw_status hw_drift_go_record(hw_session *s, const hw_args *a, hw_error *err);

#endif
