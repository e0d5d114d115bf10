/* executable/container_formats - the container formats that are read: one row each. */
#ifndef HW_EXECUTABLE_CONTAINER_FORMATS_H
#define HW_EXECUTABLE_CONTAINER_FORMATS_H

#include "executable/container.h"

/* Finds the file's format and has it fill `ret`. HW_UNSUPPORTED: the file is of no format that is
 * known. To be freed by hw_container_free, also after a failure. */
hw_status hw_container_read(const hw_file *file, hw_container *ret, hw_error *err);

#endif
