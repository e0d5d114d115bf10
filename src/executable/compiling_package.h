/* executable/compiling_package - the package whose compilation made a function's machine code. */
#ifndef HW_EXECUTABLE_COMPILING_PACKAGE_H
#define HW_EXECUTABLE_COMPILING_PACKAGE_H

#include "executable/program_parts.h"

/* hw_image_compiled_by of a program. */
hw_status hw_compiling_package_of(hw_image *image, const hw_image_function *f, hw_str *ret,
                                  hw_error *err);

#endif
