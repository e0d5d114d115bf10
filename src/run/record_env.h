/* run/record_env - what record --env prints: the variables for builds that run the go command
 * themselves. */
#ifndef HW_RUN_RECORD_ENV_H
#define HW_RUN_RECORD_ENV_H

#include "run/go_words.h"

typedef struct hw_env_plan {
    const char *form; /* NULL: all, each with a title */
    const hw_words *packages;
    const char *json_dir; /* NULL: text only */
    const char *goflags;  /* those of the user, or NULL */
} hw_env_plan;

/* HW_USAGE: there is no such form. */
hw_status hw_env_text(hw_arena *a, const hw_env_plan *plan, hw_buf *ret, hw_error *err);

#endif
