/* run/record_show - record's two forms that run nothing: the variables for builds that run the go
 * command themselves, and the command that a program was built with. */
#ifndef HW_RUN_RECORD_SHOW_H
#define HW_RUN_RECORD_SHOW_H

#include "model/build_info.h"
#include "run/go_words.h"

typedef struct hw_env_plan {
    const char *form; /* NULL: all, each with a title */
    const hw_words *packages;
    const char *json_dir; /* NULL: text only */
    const char *goflags;  /* those of the user, or NULL */
} hw_env_plan;

/* What --env prints. HW_USAGE: no such form. */
hw_status hw_env_text(hw_arena *a, const hw_env_plan *plan, hw_buf *ret, hw_error *err);

/* What --like prints: a command for a POSIX shell with comments before it. All that comes from the
 * file is quoted; HW_FORMAT where a text of it holds what a terminal would not show as it is. */
hw_status hw_like_text(hw_arena *a, const char *file, const hw_build_info *b, hw_buf *ret,
                       hw_error *err);

#endif
