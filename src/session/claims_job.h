/* session/claims_job - the claims alone: counted, filtered, written. */
#ifndef HW_SESSION_CLAIMS_JOB_H
#define HW_SESSION_CLAIMS_JOB_H

#include "claims/summary.h"
#include "model/writer.h"
#include "session/session.h"

/* Completes the claims, counts those that the filter (NULL: none) leaves, and writes them. */
hw_status hw_session_summary(hw_session *s, const hw_claims_filter *filter,
                             const hw_claims_writer *writer, const hw_report_options *options,
                             const hw_byte_sink *to, hw_error *err);

#endif
