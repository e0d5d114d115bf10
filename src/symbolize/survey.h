/* symbolize/survey - the allocating calls in a program's machine code, as a profile in which each
 * call is one sample: so the code that joins profiles with claims serves it, too. */
#ifndef HW_SYMBOLIZE_SURVEY_H
#define HW_SYMBOLIZE_SURVEY_H

#include "executable/image.h"
#include "model/profile.h"

/* Adds an input to `profile`, whose first program the image is of: a location and a sample for each
 * call of a construct's allocator (hw_family_constructs) outside the runtime, by address, with
 * alloc_objects 1, and what it allocates. Sizes are not known. Its `linked` gets the names of all
 * functions outside the runtime but for the copies of closures in other packages. *partly:
 * functions whose code is not understood to its end. On failure the profile is only good for being
 * freed. */
hw_status hw_survey(hw_image *image, hw_profile *profile, uint64_t *partly, hw_error *err);

/* Completes the survey of a listing without tables of inlined calls, of which nothing but
 * declarations can tell which lines are physical. An unresolved location whose line is (`physical`,
 * by location) gets its one frame; the others are taken out with their samples, *lost of them. On
 * failure the profile is only good for being freed. */
hw_status hw_survey_resolve(hw_profile *profile, const bool *physical, uint64_t *lost,
                            hw_error *err);

#endif
