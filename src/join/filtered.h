/* join/filtered - logs that went through grep. */
#ifndef HW_JOIN_FILTERED_H
#define HW_JOIN_FILTERED_H

#include "model/claim.h"

/* Whether a whole kind of verdict is missing that the program must have: heap, stack, or what is
 * said of parameters and variables. docs/notes.md, "filtered". */
bool hw_is_filtered(const hw_claims *claims, bool headers);

#endif
