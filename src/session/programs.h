/* session/programs - files of programs: added, and applied to the profiles. */
#ifndef HW_SESSION_PROGRAMS_H
#define HW_SESSION_PROGRAMS_H

#include "session/session.h"

/* Completes the profile, which is const from then on. Applies the programs. Where there are none,
 * asks the servers of profiles that have addresses only; HW_UNSUPPORTED where that does not help.
 * Finds texts of a heap that is another input's, too. */
hw_status hw_session_symbolize(hw_session *s, hw_error *err);
/* HW_UNSUPPORTED where an input has addresses only. */
hw_status hw_session_check_frames(const hw_session *s, hw_error *err);

#endif
