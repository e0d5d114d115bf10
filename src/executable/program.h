/* executable/program - a Go program's file, opened once: its image, and what it says of its build.
 *
 * One file for each stage: the container format (container.h) says where the pieces of the file
 * are, moduledata.h finds Go's tables in them, and pclntab.h, inline_tree.h, compiling_package.h
 * and type_descriptors.h answer what an image is asked.
 *
 * What a file says of its build is read of ELF of 64 and 32 bits, of either byte order. The image
 * is one of amd64 or arm64, of Go 1.18 and later. Both: stripped or not, position-independent or
 * not. The file is hostile: nothing in it is believed without being held against the file's size.
 */
#ifndef HW_EXECUTABLE_PROGRAM_H
#define HW_EXECUTABLE_PROGRAM_H

#include "base/arena.h"
#include "executable/image.h"
#include "heapwitness/limits.h"
#include "model/build_info.h"

/* Image and build information, with one reading of the file's headers. `fd` stays the caller's and
 * may be closed at once. On success the caller closes the image; texts of `info` are in the arena,
 * and its `file` is the name. Statuses are those of the functions below. */
hw_status hw_program_read(int fd, hw_str name, const hw_limits *limits, hw_image **image,
                          hw_arena *a, hw_build_info *info, hw_error *err);

/* The image alone. HW_UNSUPPORTED: no ELF program of Go for these machines; HW_FORMAT: a damaged
 * one; HW_LIMIT: larger than limits->binary (NULL: the defaults). */
hw_status hw_image_read(int fd, hw_str name, const hw_limits *limits, hw_image **ret,
                        hw_error *err);
hw_status hw_image_open(const char *path, const hw_limits *limits, hw_image **ret, hw_error *err);

/* What the file says of its build, alone. HW_UNSUPPORTED: no ELF file; HW_FORMAT: a damaged one. */
hw_status hw_build_info_read(int fd, hw_str name, hw_arena *a, hw_build_info *ret, hw_error *err);
/* The same by its path, which must be a regular file. */
hw_status hw_build_info_open(const char *path, hw_arena *a, hw_build_info *ret, hw_error *err);

#endif
