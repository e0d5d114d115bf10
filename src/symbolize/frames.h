/* symbolize/frames - frames of a program and frames of a profile: compared, and put into it. */
#ifndef HW_SYMBOLIZE_FRAMES_H
#define HW_SYMBOLIZE_FRAMES_H

#include "base/index.h"
#include "executable/image.h"
#include "model/profile.h"

/* Whether the program has the calls and lines of a location at an address. Tools cut paths and type
 * arguments, so names are compared without what is in brackets, and files by their last element.
 * Go's address is one before that of the return, and some tools state that of the return, or the
 * line there: so the neighbours count, too. `frames` is scratch. */
hw_status hw_frames_agree(const hw_profile *p, const hw_location *l, hw_image *image,
                          uint64_t address, hw_image_frames *frames, bool *ret, hw_error *err);

/* Makes functions, each once. Zero it but for the profile, and free it. */
typedef struct hw_frame_maker {
    hw_profile *profile;
    hw_index index; /* of functions that it made or found */
    size_t indexed; /* functions in it */
} hw_frame_maker;

/* Gives the frames to a location that has none. On failure the location still has none. */
hw_status hw_frames_put(hw_frame_maker *m, hw_location *l, const hw_image_frames *frames,
                        hw_error *err);
void hw_frame_maker_free(hw_frame_maker *m);

#endif
