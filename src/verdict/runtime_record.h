/* verdict/runtime_record - what the objects are that the runtime keeps for goroutines and threads.
 *
 * Their number is what a user asks for: one goroutine is one object.
 */
#ifndef HW_VERDICT_RUNTIME_RECORD_H
#define HW_VERDICT_RUNTIME_RECORD_H

#include "base/mem.h"
#include "model/finding.h"

/* The sentence, with how many there are, which the values and raw samples of `f` tell. *ret stays
 * where `f` is no such record. `leaf`: the function in which the stacks end, where that is the
 * runtime's; else empty. */
HW_MEM hw_runtime_record(const hw_audit *a, const hw_finding *f, hw_str leaf, hw_sid *ret);

#endif
