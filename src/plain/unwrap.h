/* plain/unwrap - diagnostics inside of JSON strings: objects of `go build -json`, logs of
 * containers, of CI systems and of programs, one object a line. Lines between them stay as they
 * are. */
#ifndef HW_PLAIN_UNWRAP_H
#define HW_PLAIN_UNWRAP_H

#include "plain/rewriting.h"

/* Whether the text's first bytes hold such objects. */
hw_status hw_is_wrapped(hw_str text, bool *ret);
/* Whether any of it does. */
hw_status hw_is_wrapped_anywhere(hw_str text, bool *ret);
hw_status hw_rewrite_wrapped(hw_rewriting *r, hw_str text, hw_error *err);

#endif
