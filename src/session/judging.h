/* session/judging - the profile as it stands, held against the claims. */
#ifndef HW_SESSION_JUDGING_H
#define HW_SESSION_JUDGING_H

#include "session/session.h"

/* The value to rank by: what the user chose, else what is held, else what the profile has. */
hw_status hw_session_sort(const hw_session *s, hw_value *ret, hw_error *err);
/* Completes the claims and makes s->audit. The profile has its frames and allocation calls. */
hw_status hw_session_judge(hw_session *s, hw_error *err);

#endif
