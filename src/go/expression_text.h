/* go/expression_text - walking an expression as the compiler prints it: over quotes and brackets.
 */
#ifndef HW_GO_EXPRESSION_TEXT_H
#define HW_GO_EXPRESSION_TEXT_H

#include "base/str.h"

/* The offset behind the literal that starts at `i`, or the end of the text. A string of more than
 * 72 characters is printed as its first 69, the quote among them, and "..." without a closing
 * quote: go/constant's String, from Go 1.22 on. */
size_t hw_literal_end(hw_str s, size_t i);
/* Walks an expression: the offset behind the byte, or the whole literal, at `i`; *depth counts the
 * brackets that are open there. */
size_t hw_expr_next(hw_str expr, size_t i, size_t *depth);
/* The offset behind the bracket that closes the one at `open`, or expr.n. */
size_t hw_expr_close(hw_str expr, size_t open);

/* Offset of `needle` (not empty) in an expression outside of its quotes and brackets, or HW_NPOS.
 */
size_t hw_expr_find(hw_str expr, hw_str needle);
/* ([]byte)("constant") */
bool hw_expr_constant_bytes(hw_str expr);

/* A character of a name. */
bool hw_expr_word(char c);
/* One name: no selector, not empty. */
bool hw_expr_is_name(hw_str s);

#endif
