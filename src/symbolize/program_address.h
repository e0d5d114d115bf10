/* symbolize/program_address - where a location of a profile is in its program's file. */
#ifndef HW_SYMBOLIZE_PROGRAM_ADDRESS_H
#define HW_SYMBOLIZE_PROGRAM_ADDRESS_H

#include "executable/image.h"
#include "model/profile.h"

/* The program that a location is of, an index; HW_NONE. Only after hw_executables_apply. */
uint32_t hw_executable_of(const hw_profile *profile, const hw_location *l);
/* The address that the file of a location's program states for it. false: no code of the program is
 * there. */
bool hw_executable_address(const hw_profile *profile, const hw_location *l, const hw_image *image,
                           uint64_t *ret);

#endif
