/* join/own_call - what can own what, when the binary says which function was called. */
#ifndef HW_JOIN_OWN_CALL_H
#define HW_JOIN_OWN_CALL_H

#include "model/claim.h"
#include "model/profile.h"

/* The kind of expression can call that allocator. */
bool hw_own_calls(const hw_claim *claim, hw_str expr, hw_str callee,
                  const hw_allocation_call *allocation);
/* … with that buffer on the stack. What has one does not escape, but for slices that grow, which
 * are moved when they escape. And each conversion that does not escape has one. */
bool hw_own_buffer_fits(const hw_claim *claim, const hw_allocation_call *allocation);
/* The call is of one object. Of memory without a type that is not known. */
bool hw_own_is_object(const hw_allocation_call *allocation);

#endif
