/* executable/elf_parts - reading a file by pieces, and the parts of build information. */
#ifndef HW_EXECUTABLE_ELF_PARTS_H
#define HW_EXECUTABLE_ELF_PARTS_H

#include "base/arena.h"
#include "heapwitness/types.h"
#include "model/build_info.h"

typedef struct hw_file {
    int fd;
    hw_str name;
    uint64_t size;
} hw_file;

typedef struct hw_range {
    uint64_t at, n; /* n 0: none */
} hw_range;

/* Exactly `n` bytes at `at`; HW_FORMAT where the file is shorter. */
hw_status hw_file_bytes(const hw_file *f, uint64_t at, void *to, size_t n, hw_error *err);
/* SHA-256 of a range, 64 hex digits into the arena. */
hw_status hw_file_sha256(const hw_file *f, hw_range r, hw_arena *a, hw_str *ret, hw_error *err);
/* Lower-case hex of the bytes; `.p` NULL when out of memory. */
hw_str hw_hex(hw_arena *a, const unsigned char *p, size_t n);

/* The build information that begins somewhere in `where`, at a multiple of 16 bytes. Nothing is
 * filled where there is none. */
hw_status hw_module_text_read(const hw_file *f, hw_range where, hw_arena *a, hw_build_info *ret,
                              hw_error *err);
/* Its text: lines "path", "mod", "dep", "=>", "build". What it says goes into the arena. Lines that
 * are none of these are passed over. */
hw_status hw_module_text_parse(hw_str text, hw_arena *a, hw_build_info *ret, hw_error *err);

/* A value as strconv.Quote writes it, or as it stands. false: it is neither; `.p` NULL when out of
 * memory. */
bool hw_go_unquote(hw_arena *a, hw_str text, hw_str *ret);
/* The length of the quoted text that it begins with; 0 where there is none. */
size_t hw_go_quoted(hw_str text);

#endif
