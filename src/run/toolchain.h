/* run/toolchain - the Go version that a user names, as something that can be run. */
#ifndef HW_RUN_TOOLCHAIN_H
#define HW_RUN_TOOLCHAIN_H

#include "run/go_words.h"

typedef struct hw_toolchain {
    const char *asked;     /* as the user wrote it */
    const char *selection; /* "GOTOOLCHAIN=go1.21.13" */
    const char *go;        /* the command: "go", or a path */
} hw_toolchain;

/* "1.21" is its newest release in the module cache, or else its newest release. "1.21.13" and
 * "go1.21.13" are that release. A word with a slash is the path of a go command. HW_USAGE and HW_IO
 * say what is wrong. */
hw_status hw_toolchain_find(hw_arena *a, const char *asked, hw_toolchain *ret, hw_error *err);

#endif
