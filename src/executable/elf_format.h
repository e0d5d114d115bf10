/* executable/elf_format - ELF, 64 and 32 bits, either byte order, as a container.h format. */
#ifndef HW_EXECUTABLE_ELF_FORMAT_H
#define HW_EXECUTABLE_ELF_FORMAT_H

#include "executable/container.h"

extern const hw_container_format hw_elf_format;

#endif
