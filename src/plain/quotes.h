/* plain/quotes - strings over several lines (Go 1.19 to 1.21), each line behind a prefix: all
 * prefixes are taken off. */
#ifndef HW_PLAIN_QUOTES_H
#define HW_PLAIN_QUOTES_H

#include "plain/rewriting.h"

hw_status hw_has_prefixed_quotes(hw_str text, bool *ret);
hw_status hw_rewrite_prefixed(hw_rewriting *r, hw_str text, hw_error *err);

#endif
