/* session/drift_job - sides: sets of diagnostics that are compared, and the bytes that weigh them.
 */
#ifndef HW_SESSION_DRIFT_JOB_H
#define HW_SESSION_DRIFT_JOB_H

#include "session/session.h"

/* Completes the claims that were added and makes them one more of the session's sides. */
hw_status hw_session_set_aside(hw_session *s, hw_error *err);
/* Weighs A and B, the first two sides, by profiles, each on its own. A side that a profile is
 * proven not to be of gets no bytes from it. Of profiles that one process wrote the newest weighs
 * alone. */
hw_status hw_session_weigh(hw_session *s, const char *const *locators, size_t n, hw_drift *d,
                           hw_error *err);
/* Compares two sides. `d` was hw_drift_init'ed; what weighed them is in it already. */
hw_status hw_session_drift(hw_session *s, size_t a, size_t b, hw_drift *d, hw_error *err);
/* Makes s->versions, the table of all sides; `asked` has a name for each. One side alone makes a
 * table without rows. */
hw_status hw_session_versions(hw_session *s, const char *const *asked, hw_error *err);

#endif
