/* session/programs - files of programs: added, and applied to the profiles. */
#ifndef HW_SESSION_PROGRAMS_H
#define HW_SESSION_PROGRAMS_H

#include "session/session.h"

/* Applies the programs, or asks the servers that profiles without functions came from; what has
 * addresses only after that is HW_UNSUPPORTED. */
hw_status hw_session_symbolize(hw_session *s, hw_error *err);
/* HW_UNSUPPORTED where an input has addresses only. */
hw_status hw_session_check_frames(const hw_session *s, hw_error *err);

#endif
