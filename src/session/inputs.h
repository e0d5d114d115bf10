/* session/inputs - profiles and logs: fetched, decoded, read. */
#ifndef HW_SESSION_INPUTS_H
#define HW_SESSION_INPUTS_H

#include "session/session.h"

/* One more of the session's texts, and what messages call it. */
hw_status hw_session_take_text(hw_session *s, const char *locator, hw_str *name,
                               const hw_text **ret, hw_error *err);
/* Completes the claims of all logs that were added; it is done once. */
hw_status hw_session_finish_claims(hw_session *s, hw_error *err);
/* The class of one line alone. */
hw_message_class hw_session_classify(hw_str line);

#endif
