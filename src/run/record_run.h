/* run/record_run - runs a build with diagnostics added and keeps them in a bundle. */
#ifndef HW_RUN_RECORD_RUN_H
#define HW_RUN_RECORD_RUN_H

#include "run/go_words.h"

typedef struct hw_record_plan {
    const char *const *words; /* [NAME=value…] go build|install|test … */
    size_t word_count;
    const hw_words *packages; /* patterns to diagnose; NULL or empty: all */
    const char *output;       /* the bundle; it appears whole or not at all */
    const char *cache;        /* a GOCACHE to keep; NULL: one that is gone afterwards */
    bool keep;                /* write the bundle even where the command fails */
    bool progress;            /* show it on stderr */
} hw_record_plan;

typedef struct hw_record_result {
    int exit_code; /* of the command */
    int signal;    /* that interrupted it, or 0 */
    bool written;
    bool left_open; /* something that the command left behind holds its standard error */
    uint64_t packages, lines, text_bytes, json_bytes;
    double seconds;
    char go_version[64];
} hw_record_result;

/* HW_OK also where the command failed or was interrupted: see the result. What the command prints
 * besides diagnostics goes to stderr; its standard output is that of the process. The run leaves
 * nothing behind but the bundle. Meanwhile SIGINT, SIGTERM, SIGHUP, SIGQUIT and SIGXCPU do not
 * end the process. They are passed on to the command, and the caller finds the first in `signal`,
 * unless it came while the bundle was being written.
 *
 * For one package and one toolchain, without a result of the build:
 *     {"GOTOOLCHAIN=go1.21.13", "go", "build", "-o", "/dev/null", "./pkg"} */
hw_status hw_record_run(const hw_record_plan *plan, hw_record_result *ret, hw_error *err);

#endif
