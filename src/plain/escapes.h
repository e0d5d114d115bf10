/* plain/escapes - logs as terminals show them: colours, also in the middle of lines, marks of CI
 * systems. ESC sequences (ECMA-48) are taken out, wherever they stand. */
#ifndef HW_PLAIN_ESCAPES_H
#define HW_PLAIN_ESCAPES_H

#include "plain/rewriting.h"

bool hw_has_escapes(hw_str text);
/* The same of the text's first bytes. */
hw_status hw_starts_coloured(hw_str text, bool *ret);
hw_status hw_rewrite_coloured(hw_rewriting *r, hw_str text, hw_error *err);
/* In place; the length that is left. */
size_t hw_strip_escapes(char *p, size_t n);

#endif
