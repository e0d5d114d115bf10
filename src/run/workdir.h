/* run/workdir - a temporary folder, and what lies in folders. */
#ifndef HW_RUN_WORKDIR_H
#define HW_RUN_WORKDIR_H

#include "run/go_words.h"

/* A new folder in `parent` (absolute; NULL: TMPDIR), readable by nobody else. */
hw_status hw_workdir_new(hw_arena *a, const char *parent, const char **ret, hw_error *err);
/* Removes all of it, as far as possible. Links are not followed. */
void hw_workdir_remove(const char *path);

typedef struct hw_found_file {
    const char *path;
    uint64_t size;
} hw_found_file;

typedef struct hw_found_files {
    HW_VEC(hw_found_file) list;
} hw_found_files;

/* The regular files below a folder, up to some levels down, ordered by path. */
hw_status hw_files_below(hw_arena *a, const char *folder, hw_found_files *ret, hw_error *err);
/* All bytes of the file, which must be `size` still. */
hw_status hw_file_copy(const hw_found_file *f, const hw_byte_sink *to, hw_error *err);

#endif
