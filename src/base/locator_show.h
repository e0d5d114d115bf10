/* base/locator_show - the forms of a locator (a file, a URL, host:port), and how it is shown.
 */
#ifndef HW_BASE_LOCATOR_SHOW_H
#define HW_BASE_LOCATOR_SHOW_H

#include "base/str.h"

/* The scheme in front of "://", or an empty view. */
hw_str hw_locator_scheme(hw_str s);
/* [user[:password]@]host:port, the host a name, an IPv4 address, or [an IPv6 address]. */
bool hw_locator_is_address(hw_str s);

/* What messages and reports call an input. A URL is shown without user, password (even
 * one with a "/" or another character that should have been escaped) and fragment. Values of
 * parameters are hidden, but for the numbers of net/http/pprof's own. `buf` is terminated and
 * printable; showing the result once more does not change it. */
void hw_locator_show(hw_str locator, char *buf, size_t size);

#endif
