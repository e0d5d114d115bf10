/* The claims alone: counted, filtered, written. */
#include "base/error.h"
#include "session/session.h"

hw_status hw_session_summary(hw_session *s, const hw_claims_filter *filter,
                            const hw_claims_writer *writer, const hw_report_options *options,
                            const hw_byte_sink *to, hw_error *err)
{
    hw_summary census;
    HW_TRY(hw_session_finish_claims(s, err));
    HW_TRY(hw_summary_make(&s->claims, filter, &census, err));
    hw_status status = writer->write(&census, options, to, err);
    hw_summary_free(&census);
    return status;
}
