/* session/census_job - a profile of calls in place of bytes: of a program's code, or of a listing
 * of it. */
#ifndef HW_SESSION_CENSUS_JOB_H
#define HW_SESSION_CENSUS_JOB_H

#include "session/session.h"

/* An assembly listing (-gcflags=-S), of which the next hw_session_survey makes the program. */
hw_status hw_session_add_listing(hw_session *s, const char *locator, hw_error *err);
/* Makes the session's profile from the code of its one program (symbolize/survey), and judges it:
 * s->audit then has the calls that could allocate in place of those that did. */
hw_status hw_session_survey(hw_session *s, hw_error *err);

#endif
