/* symbolize/symbolize - profiles and the files of their programs: what decoding left empty in a
 * profile is completed by its programs.
 *
 * A profile is completed in this order: hw_executables_apply; for what still has no frames, the
 * server that it came from (hw_frames_put); then hw_allocation_calls_take (allocation_calls.h), and
 * decode's hw_decode_same_heap, which goes by names. A survey (survey.h) is whole after
 * hw_executables_apply, that of a listing without tables after hw_survey_resolve. Behind that a
 * profile is const: sites, verdict and all that follows read it and write nothing into it.
 */
#ifndef HW_SYMBOLIZE_SYMBOLIZE_H
#define HW_SYMBOLIZE_SYMBOLIZE_H

#include "executable/image.h"
#include "model/profile.h"

/* Finds the mappings of each program and decides whether the profile is of it; where it is not
 * foreign, gives frames to locations without and names to inner calls. images[i] belongs to
 * profile->programs.at[i]. What was decided before is decided anew; frames stay. */
hw_status hw_executables_apply(hw_profile *profile, hw_image *const *images, hw_error *err);

#endif
