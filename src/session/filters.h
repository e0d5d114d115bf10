/* session/filters - a part of what a session found: --focus, --ignore, --package. */
#ifndef HW_SESSION_FILTERS_H
#define HW_SESSION_FILTERS_H

#include "claims/filter.h"
#include "session/session.h"

/* Of s->audit: hw_audit_filter. */
hw_status hw_session_filter_audit(hw_session *s, const hw_filter *filter, hw_error *err);
/* Of s->drift: hw_drift_filter. */
hw_status hw_session_filter_drift(hw_session *s, const hw_filter *filter, hw_error *err);
/* Of s->versions: hw_versions_filter. */
hw_status hw_session_filter_versions(hw_session *s, const hw_filter *filter, hw_error *err);

#endif
