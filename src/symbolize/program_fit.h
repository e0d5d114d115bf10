/* symbolize/program_fit - which mappings a program serves, and whether the profile is of it.
 *
 * A program serves the mappings of a profile whose build id or file name is its own, else the first
 * mapping of each input. Whether the profile is of it, is then proven or refuted by what both know:
 * build ids, functions and lines; where the profile has addresses only, by whether calls stand
 * there.
 */
#ifndef HW_SYMBOLIZE_PROGRAM_FIT_H
#define HW_SYMBOLIZE_PROGRAM_FIT_H

#include "executable/image.h"
#include "model/profile.h"

/* Fills hw_mapping.program, and `fit` of each program with what it is counted by. images[i] belongs
 * to profile->programs.at[i]. What was decided before is decided anew. */
hw_status hw_program_fit(hw_profile *profile, hw_image *const *images, hw_error *err);

#endif
