/* run/output_file - stdout, or a file that appears whole under its name or not at all. */
#ifndef HW_RUN_OUTPUT_FILE_H
#define HW_RUN_OUTPUT_FILE_H

#include <stdbool.h>

#include "heapwitness/types.h"

enum { HW_OUTPUT_PATH = 4096 };

/* The file that `path` leads to: where it is a link, what that names, there or not. */
hw_status hw_output_target(const char *path, char buf[HW_OUTPUT_PATH], hw_error *err);

typedef struct hw_output {
    int fd;
    bool closed_early; /* the reader had enough */
    char name[512];    /* for messages */
    char *target;      /* the file's final name; NULL: written in place */
    char *unfinished;  /* the name it has until then */
    hw_byte_sink sink;
} hw_output;

/* `path` NULL or "-": stdout. A regular or new file is written beside its name; devices and pipes
 * are written directly. A link stays a link. An interrupt removes what is unfinished. `private`:
 * nobody but the user may read a file, whatever the umask is and whoever could read the one before.
 */
hw_status hw_output_open(hw_output *o, const char *path, bool private, hw_error *err);
/* Puts the file under its name if `keep`, else removes it. */
hw_status hw_output_close(hw_output *o, bool keep, hw_error *err);

#endif
