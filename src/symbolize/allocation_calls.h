/* symbolize/allocation_calls - what the machine code at a profile's leaves calls. The last stage
 * that completes a profile: symbolize.h. */
#ifndef HW_SYMBOLIZE_ALLOCATION_CALLS_H
#define HW_SYMBOLIZE_ALLOCATION_CALLS_H

#include "machine/call.h"
#include "model/profile.h"

/* Fills profile->allocations for the leaves of stacks, from the programs that fit the profile.
 * images[i] belongs to profile->programs.at[i]; hw_executables_apply came before. What was there is
 * replaced. Code that is not understood is no error: nothing is known of those leaves. */
hw_status hw_allocation_calls_take(hw_profile *profile, hw_image *const *images, hw_error *err);
/* The same of one call. */
hw_status hw_allocation_call_of(hw_strings *strings, const hw_call *call, hw_allocation_call *ret,
                                hw_error *err);
/* hw_calls_open with the version that the program says it was built with. */
hw_status hw_calls_of_program(const hw_profile *profile, uint32_t program, hw_image *image,
                              hw_calls **ret, hw_error *err);

#endif
