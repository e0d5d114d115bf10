/* base/locator_show - where an input is: a file, a URL, host:port; and how it is shown.
 */
#ifndef HW_BASE_LOCATOR_SHOW_H
#define HW_BASE_LOCATOR_SHOW_H

#include "base/str.h"

/* The scheme in front of "://", or an empty view. */
hw_str hw_locator_scheme(hw_str s);
/* [user[:password]@]host:port, the host a name, an IPv4 address, or [an IPv6 address]. */
bool hw_locator_is_address(hw_str s);

/* What messages and reports call an input. Of a URL there is no user, no password (also where it
 * has a "/" or another character that should have been escaped), no fragment, no value of a
 * parameter but numbers of net/http/pprof's own. The result is in `buf`, terminated, printable;
 * shown again it is the same. */
void hw_locator_show(hw_str locator, char *buf, size_t size);

#endif
