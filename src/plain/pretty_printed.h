/* plain/pretty_printed - JSON over several lines: objects as jq and others print them, and arrays
 * of objects, as the interfaces of log stores answer. Each object becomes a line of its own. */
#ifndef HW_PLAIN_PRETTY_PRINTED_H
#define HW_PLAIN_PRETTY_PRINTED_H

#include "plain/rewriting.h"

/* Whether there are such objects with diagnostics. */
hw_status hw_is_pretty_printed(hw_str text, bool *ret);
hw_status hw_rewrite_pretty_printed(hw_rewriting *r, hw_str text, hw_error *err);

#endif
