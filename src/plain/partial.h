/* plain/partial - lines that were cut on their way into a log are put together.
 *
 * Container runtimes (CRI) cut at 16 KiB and tag the parts P, the last one F: "TIME stderr P text".
 * GitLab's runner begins a line that goes on with "+": "TIME 00E+text".
 */
#ifndef HW_PLAIN_PARTIAL_H
#define HW_PLAIN_PARTIAL_H

#include "plain/rewriting.h"

hw_status hw_has_partial_lines(hw_str text, bool *ret);
hw_status hw_rewrite_partial(hw_rewriting *r, hw_str text, hw_error *err);

#endif
