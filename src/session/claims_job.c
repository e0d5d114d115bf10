#include "session/claims_job.h"

#include "base/error.h"
#include "session/inputs.h"

hw_status hw_session_summary(hw_session *s, const hw_claims_filter *filter,
                             const hw_claims_writer *writer, const hw_report_options *options,
                             const hw_byte_sink *to, hw_error *err)
{
    hw_summary summary;
    HW_TRY(hw_session_finish_claims(s, err));
    HW_TRY(hw_summary_make(&s->claims, filter, &summary, err));
    hw_status status = writer->write(&summary, options, to, err);
    hw_summary_free(&summary);
    return status;
}
