/* diag/rewrite - texts that are made plain before they are read.
 */
#ifndef HW_DIAG_REWRITE_H
#define HW_DIAG_REWRITE_H

#include "base/buf.h"
#include "base/str.h"
#include "heapwitness/types.h"

/* In place; the length that is left. */
size_t hw_strip_escapes(char *p, size_t n);

/* Rewriters, rows of a table in diag.c. */

/* ESC sequences (ECMA-48) are taken out, wherever they stand; lines stay where they are. */
bool hw_has_escapes(hw_str text);
hw_status hw_rewrite_coloured(hw_str text, hw_buf *ret, hw_error *err);

#endif
