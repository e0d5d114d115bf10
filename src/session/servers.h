/* session/servers - what only the server of a profile can tell. */
#ifndef HW_SESSION_SERVERS_H
#define HW_SESSION_SERVERS_H

#include "session/session.h"

/* Asks the server that an input came from for the functions of its locations. Where it does not
 * answer, they stay without. */
hw_status hw_session_ask_server(hw_session *s, size_t input, hw_error *err);

#endif
