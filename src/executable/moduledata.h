/* executable/moduledata - where Go's tables are in a program. */
#ifndef HW_EXECUTABLE_MODULEDATA_H
#define HW_EXECUTABLE_MODULEDATA_H

#include "executable/program_parts.h"

/* Finds the line table and moduledata and fills pclntab, texts and the image's module.
 * HW_UNSUPPORTED: there is no line table that is known. */
hw_status hw_module_find(hw_program *p, hw_error *err);

#endif
