/* executable/relocations - position-independent programs: the values of pointers are not where the
 * pointers are, but in a table of the container format. Only relative ones concern Go's tables. */
#ifndef HW_EXECUTABLE_RELOCATIONS_H
#define HW_EXECUTABLE_RELOCATIONS_H

#include "executable/program_parts.h"

/* Prepares hw_relocated_pointer. */
hw_status hw_relocations_read(hw_program *p, hw_error *err);
/* hw_image_pointer of a program. */
hw_status hw_relocated_pointer(hw_image *image, uint64_t address, uint64_t *ret, hw_error *err);
/* The i-th relocation; *relative false: it is of another kind. */
hw_status hw_relocation_get(hw_program *p, uint64_t i, bool *relative, hw_relocation *ret,
                            hw_error *err);

#endif
