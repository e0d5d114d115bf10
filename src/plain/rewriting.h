/* plain/rewriting - a text is made anew, line by line, and it is known which of its lines came from
 * which: line numbers in messages stay those of the original.
 */
#ifndef HW_PLAIN_REWRITING_H
#define HW_PLAIN_REWRITING_H

#include "base/buf.h"
#include "base/vec.h"

enum { HW_MEMBER_PATH = 128 }; /* bytes of "jsonPayload.message", "events[].message" */

/* What was taken off. */
typedef struct hw_plain_counts {
    uint64_t prefixed;               /* lines that were behind a time stamp or the like */
    uint64_t wrapped;                /* JSON objects whose diagnostics were unescaped */
    char wrapped_in[HW_MEMBER_PATH]; /* the member that they were in … */
    size_t wrapped_in_len;           /* … 0: none was */
    uint64_t invalid_json;           /* lines that begin as such an object and are none */
    uint64_t invalid_json_line;      /* the first of them, 1-based */
} hw_plain_counts;

/* Lines from `line` on came from `from` on; with `many` all of them from that one. */
typedef struct hw_line_run {
    uint64_t line, from;
    bool many;
} hw_line_run;

typedef struct hw_rewriting {
    hw_plain_counts *counts; /* of the whole log: added to */
    hw_buf made;
    uint64_t lines;           /* of `made` so far */
    HW_VEC(hw_line_run) runs; /* ascending; none: all lines are where they were */
} hw_rewriting;

/* Appends lines that came from line `from`; a newline is put behind them where it is missing.
 * HW_NOMEM without `err` filled. */
hw_status hw_rewriting_add(hw_rewriting *r, hw_str lines, uint64_t from);
/* The line that a made one came from. */
uint64_t hw_rewriting_origin(const hw_rewriting *r, uint64_t line);

#endif
