/* symbolize/inner_calls - which functions of the runtime led to an allocation. A profile in the
 * text form (debug=1) has their addresses only; the program's file names them. */
#ifndef HW_SYMBOLIZE_INNER_CALLS_H
#define HW_SYMBOLIZE_INNER_CALLS_H

#include "executable/image.h"
#include "model/profile.h"

/* Names the inner calls of samples, where their program fits the profile. Only after
 * hw_program_fit; what was named before is named anew. */
hw_status hw_inners_name(hw_profile *profile, hw_image *const *images, hw_error *err);

#endif
