/* symbolize/inner_calls - what a program's file says of profiles in the text form (debug=1): where the
 * program was loaded, which the text does not say, and which functions of the runtime led to an
 * allocation, of which it has the addresses only.
 */
#ifndef HW_SYMBOLIZE_INNER_CALLS_H
#define HW_SYMBOLIZE_INNER_CALLS_H

#include "executable/image.h"
#include "model/profile.h"

/* Gives a mapping to each text input whose functions begin where those of a program do, all moved
 * by the same distance; it has the program's name. images[i] belongs to profile->programs.at[i]. */
hw_status hw_texts_place(hw_profile *profile, hw_image *const *images, hw_error *err);

/* After it was judged: a foreign program's name is taken back. */
void hw_texts_doubt(hw_profile *profile);

/* Names the inner calls of samples, where their program is not foreign. Only after
 * hw_executables_apply; what was named before is named anew. */
hw_status hw_inners_name(hw_profile *profile, hw_image *const *images, hw_error *err);

#endif
