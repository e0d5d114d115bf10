#include "session/filters.h"

#include "drift/drift_filter.h"
#include "verdict/audit_filter.h"

hw_status hw_session_filter_audit(hw_session *s, const hw_filter *filter, hw_error *err)
{
    return hw_audit_filter(&s->audit, filter, err);
}

hw_status hw_session_filter_drift(hw_session *s, const hw_filter *filter, hw_error *err)
{
    return hw_drift_filter(&s->drift, filter, err);
}

hw_status hw_session_filter_versions(hw_session *s, const hw_filter *filter, hw_error *err)
{
    return hw_versions_filter(&s->versions, filter, err);
}
