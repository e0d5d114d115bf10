/* run/record_like - what record --like prints: the command that records what a program was built
 * as. */
#ifndef HW_RUN_RECORD_LIKE_H
#define HW_RUN_RECORD_LIKE_H

#include "model/build_info.h"
#include "run/go_words.h"

/* A command for a POSIX shell with comments before it. All that comes from the file is quoted;
 * HW_FORMAT where a text of it holds what a terminal would not show as it is. */
hw_status hw_like_text(hw_arena *a, const char *file, const hw_build_info *b, hw_buf *ret,
                       hw_error *err);

#endif
