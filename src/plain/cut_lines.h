/* plain/cut_lines - lines that come in pieces, by the stream that they are of.
 *
 * Functions that return a status: HW_NOMEM without `err` filled.
 */
#ifndef HW_PLAIN_CUT_LINES_H
#define HW_PLAIN_CUT_LINES_H

#include "plain/rewriting.h"

enum { HW_STREAMS_MAX = 8 };
typedef struct hw_cut_line {
    hw_buf stream, text;
    uint64_t line; /* where it began */
} hw_cut_line;
typedef struct hw_cut_lines {
    hw_cut_line at[HW_STREAMS_MAX];
    unsigned n;
} hw_cut_lines;

/* The unfinished line of a stream, or NULL. */
hw_cut_line *hw_cut_line_of(hw_cut_lines *p, hw_str stream);
/* Adds to it, or begins one; with too many unfinished ones the oldest is ended. */
hw_status hw_cut_line_add(hw_cut_lines *p, hw_rewriting *r, hw_str stream, hw_str text,
                          uint64_t line);
/* It is complete: it goes to the text, with `rest` behind it. */
hw_status hw_cut_line_end(hw_cut_lines *p, hw_rewriting *r, hw_cut_line *piece, hw_str rest);
/* At the end of the log. */
hw_status hw_cut_lines_flush(hw_cut_lines *p, hw_rewriting *r);
void hw_cut_lines_free(hw_cut_lines *p);

#endif
