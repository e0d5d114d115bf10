/* symbolize/witness - what the machine code at a profile's leaves calls. */
#ifndef HW_SYMBOLIZE_WITNESS_H
#define HW_SYMBOLIZE_WITNESS_H

#include "model/profile.h"
#include "symbolize/image.h"

/* Fills profile->witnesses for the leaves of stacks, from the programs that are not foreign.
 * images[i] belongs to profile->programs.at[i]; hw_executables_apply came before. What was there is
 * replaced. Code that is not understood is no error: nothing is known of those leaves. */
hw_status hw_witnesses_take(hw_profile *profile, hw_image *const *images, hw_error *err);
/* 26 of "go1.26.8", also of "go1.27rc1" and "devel go1.28-…"; 0 unknown. */
unsigned hw_go_minor(hw_str version);

#endif
