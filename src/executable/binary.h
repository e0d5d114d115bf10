/* symbolize - what a Go program's file says of itself: identity and build.
 *
 * ELF only, 64 and 32 bits, either byte order; stripped or not, position-independent or not. The
 * file is hostile: nothing in it is believed without being held against the file's size.
 */
#ifndef HW_EXECUTABLE_BINARY_H
#define HW_EXECUTABLE_BINARY_H

#include "base/arena.h"
#include "base/vec.h"
#include "heapwitness/types.h"

typedef struct hw_module {
    hw_str path, version, sum; /* sum empty: replaced by a folder, or the main module */
    bool replaced;
    hw_str by_path, by_version, by_sum; /* what replaces it */
} hw_module;

typedef struct hw_setting {
    hw_str key, value; /* -ldflags, CGO_ENABLED, vcs.revision … */
} hw_setting;

/* Views are into `arena`, NUL-terminated, and empty where the file does not say. */
typedef struct hw_binary {
    hw_arena arena;
    uint64_t size;
    hw_str pclntab_sha256; /* of the section .gopclntab, in hex */
    hw_str gnu_build_id;   /* in hex */
    hw_str go_build_id;
    bool go;                 /* has Go's build information or line table */
    bool old_build_info;     /* in the form before Go 1.18, which is not read */
    hw_str go_version, path; /* path: import path of the main package */
    hw_module module;        /* the main module */
    HW_VEC(hw_module) modules;
    HW_VEC(hw_setting) settings;
} hw_binary;

/* Reads from any offset of `fd`. HW_UNSUPPORTED: no ELF file; HW_FORMAT: a damaged one. On success
 * to be freed. */
hw_status hw_binary_read(int fd, hw_str name, hw_binary *ret, hw_error *err);
/* The same by its path, which must be a regular file. */
hw_status hw_binary_open(const char *path, hw_binary *ret, hw_error *err);
void hw_binary_free(hw_binary *b);

/* The value of a setting; empty where it is not there. */
hw_str hw_binary_setting(const hw_binary *b, const char *key);

#endif
