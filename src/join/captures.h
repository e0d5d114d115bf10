/* join/captures - which functions have closures that capture something. -m=2 says it of each
 * variable: "F capturing by value: x". A closure that captures nothing is never allocated. */
#ifndef HW_JOIN_CAPTURES_H
#define HW_JOIN_CAPTURES_H

#include "claims/enclosing.h"

typedef struct hw_captures {
    const hw_claims *claims;
    const hw_enclosing *enclosing;
    uint8_t *by_name; /* by sid: the log says it of that function */
    size_t names;
} hw_captures;

HW_MEM hw_captures_init(hw_captures *c, const hw_claims *claims, const hw_enclosing *enclosing);
void hw_captures_free(hw_captures *c);

/* The declared function, or another one in the function at its top level, may capture something. */
bool hw_captures_any(const hw_captures *c, const hw_decl *d);
/* The claim is of a func literal that captures nothing. Only -m=2 can say so. */
bool hw_captures_nothing(const hw_captures *c, const hw_claim *claim);

#endif
