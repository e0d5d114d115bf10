/* go/step_text - the parts of a step of an explanation, and of a position. */
#ifndef HW_GO_STEP_TEXT_H
#define HW_GO_STEP_TEXT_H

#include "base/str.h"

/* Splits what is written behind " at ", or before the ':' of a message: FILE[:LINE[:COL]], with
 * "[FILE:LINE[:COL]]" of -gcflags=-L behind it dropped. 0 where a number is not there. */
void hw_position_split(hw_str position, hw_str *file, uint32_t *line, uint32_t *col);

/* Offset of the ":   " behind the position of a step, or HW_NPOS. */
size_t hw_step_find(hw_str line);

/* The reason and the position of a `from` step, read from its end: EXPR "(" WHY ") at " POS.
 * false where it does not end like this. An unknown word is a `why` with hw_reason HW_REASON_COUNT.
 */
bool hw_from_split(hw_str step, hw_str *expr, hw_str *why, unsigned *reason, hw_str *position);

#endif
