/* decode/exact_values - whether a sample's values can be those of a profile in which every
 * allocation is recorded. Private. */
#ifndef HW_DECODE_EXACT_VALUES_H
#define HW_DECODE_EXACT_VALUES_H

#include "model/profile.h"

/* Then bytes are objects times their size. `present`: bits of hw_value; `size` of the objects, as
 * the labels state it; 0: they do not. *proof becomes true where there was something to compare. */
bool hw_decode_can_be_exact(unsigned present, int64_t size, const hw_values *v, bool *proof);

#endif
