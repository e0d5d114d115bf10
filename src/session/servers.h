/* session/servers - what only the server of a profile can tell. */
#ifndef HW_SESSION_SERVERS_H
#define HW_SESSION_SERVERS_H

#include "session/session.h"

/* Names the functions of an input's locations by the server that it came from. What cannot be had
 * is left as it is. */
hw_status hw_session_ask_server(hw_session *s, size_t input, hw_error *err);

#endif
