/* symbolize/program_fit - profiles and the files of their programs.
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

/* Finds the mappings of each program and decides whether the profile is of it; where it is not
 * foreign, gives frames to locations without and names to inner calls. images[i] belongs to
 * profile->programs.at[i]. What was decided before is decided anew; frames stay. */
hw_status hw_executables_apply(hw_profile *profile, hw_image *const *images, hw_error *err);

/* The program that a location is of, an index; HW_NONE. Only after hw_executables_apply. */
uint32_t hw_executable_of(const hw_profile *profile, const hw_location *l);
/* The address that the file of a location's program states for it. false: no code of the program is
 * there. */
bool hw_executable_address(const hw_profile *profile, const hw_location *l, const hw_image *image,
                           uint64_t *ret);

#endif
