/* executable/file_bytes - the bytes of a program's file, by their offsets in it. */
#ifndef HW_EXECUTABLE_FILE_BYTES_H
#define HW_EXECUTABLE_FILE_BYTES_H

#include "base/arena.h"
#include "heapwitness/types.h"

typedef struct hw_file {
    int fd;
    hw_str name;
    uint64_t size;
} hw_file;

typedef struct hw_range {
    uint64_t at, n; /* n 0: none */
} hw_range;

/* Whether the file has all of a range. */
bool hw_file_has(const hw_file *f, hw_range r);
/* Exactly `n` bytes at `at`; HW_FORMAT where the file is shorter. */
hw_status hw_file_bytes(const hw_file *f, uint64_t at, void *to, size_t n, hw_error *err);
/* SHA-256 of a range, 64 hex digits into the arena. */
hw_status hw_file_sha256(const hw_file *f, hw_range r, hw_arena *a, hw_str *ret, hw_error *err);
/* Lower-case hex of the bytes; `.p` NULL when out of memory. */
hw_str hw_hex(hw_arena *a, const unsigned char *p, size_t n);

#endif
