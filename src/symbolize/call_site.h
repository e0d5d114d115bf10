/* symbolize/call_site - whether there can be a call at an address, as a profile states, by the
 * forms of calls in machine code. */
#ifndef HW_SYMBOLIZE_CALL_SITE_H
#define HW_SYMBOLIZE_CALL_SITE_H

#include "executable/image.h"

/* Whether an address can be a Location's: that of the last byte of a call (the return address - 1),
 * or of the instruction that stands for a call which was inlined. */
hw_status hw_call_site_at(hw_image *image, uint64_t address, bool *ret, hw_error *err);

#endif
