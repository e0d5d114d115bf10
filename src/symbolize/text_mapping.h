/* symbolize/text_mapping - where the program of a profile in the text form (debug=1) was loaded,
 * which the text does not say: its functions begin where those of the program do, all moved by the
 * same distance. */
#ifndef HW_SYMBOLIZE_TEXT_MAPPING_H
#define HW_SYMBOLIZE_TEXT_MAPPING_H

#include "executable/image.h"
#include "model/profile.h"

/* Gives a mapping to each text input whose functions are those of a program; it has the program's
 * name. images[i] belongs to profile->programs.at[i]. */
hw_status hw_texts_place(hw_profile *profile, hw_image *const *images, hw_error *err);

/* After the programs were judged: the name of one that does not fit the profile is taken back. */
void hw_texts_doubt(hw_profile *profile);

#endif
