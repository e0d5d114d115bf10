/* model/log_line - the lines of a log.
 *
 * A record is one physical line, without its LF or CR LF. Go 1.19 to 1.21 print raw string literals
 * as they stand in the source: there a record that ends inside of one goes on over the next lines,
 * up to the one that closes the quote or starts a record of its own, and its view has newlines in
 * it.
 */
#ifndef HW_MODEL_LOG_LINE_H
#define HW_MODEL_LOG_LINE_H

#include <string.h>

#include "base/str.h"

typedef struct hw_log_lines {
    hw_str text;
    size_t at;       /* of the next record */
    size_t quote;    /* no backquote is in text[at, quote) … */
    bool quote_here; /* … and one is at `quote` */
} hw_log_lines;

typedef struct hw_log_line {
    hw_str view;
    size_t at;      /* its offset in the text */
    uint32_t lines; /* physical */
} hw_log_line;

void hw_log_lines_begin(hw_log_lines *r, hw_str text);
/* Whether a record of several lines ends before this line, unless the byte before is a '\\'. */
bool hw_log_line_starts(hw_str line);
/* The end of the record at r->at, whose first line ends at `end`; for hw_log_line_next. */
size_t hw_log_line_end(hw_log_lines *r, size_t end, uint32_t *lines);

/* false at the end of the text. Any bytes are lines. */
static inline bool hw_log_line_next(hw_log_lines *r, hw_log_line *ret)
{
    if (r->at >= r->text.n)
        return false;
    size_t at = r->at;
    const char *start = r->text.p + at, *lf = memchr(start, '\n', r->text.n - at);
    size_t end = lf ? at + (size_t)(lf - start) : r->text.n;
    ret->at = at;
    ret->lines = 1;
    if (end > r->quote) /* the text is not looked through so far, or one is there */
        end = hw_log_line_end(r, end, &ret->lines);
    r->at = end < r->text.n ? end + 1 : end;
    if (end > at && r->text.p[end - 1] == '\r')
        end--;
    ret->view = (hw_str){start, end - at};
    return true;
}

/* The same for a text that comes line by line; zero before the first. */
typedef struct hw_log_line_growth {
    bool open;    /* the record may go on with the next line */
    bool escaped; /* the last line ends in a '\\' */
} hw_log_line_growth;

/* Whether this line belongs to the record of those before. */
bool hw_log_line_goes_on(hw_log_line_growth *g, hw_str line);

/* Splits what is written behind " at ", or before the ':' of a message: FILE[:LINE[:COL]], with
 * "[FILE:LINE[:COL]]" of -gcflags=-L behind it dropped. 0 where a number is not there. */
void hw_position_split(hw_str position, hw_str *file, uint32_t *line, uint32_t *col);

/* Offset of the ":   " behind the position of a step, or HW_NPOS. */
size_t hw_step_find(hw_str line);

/* The reason and the position of a `from` step, read from its end: EXPR "(" WHY ") at " POS.
 * false where it does not end like this. An unknown word is a `why` with hw_reason HW_REASON_COUNT.
 */
bool hw_from_split(hw_str step, hw_str *expr, hw_str *why, unsigned *reason, hw_str *position);

/* Walks an expression: the offset behind the byte, or the whole literal, at `i`; *depth counts the
 * brackets that are open there. */
size_t hw_expr_next(hw_str expr, size_t i, size_t *depth);
/* The offset behind the bracket that closes the one at `open`, or expr.n. */
size_t hw_expr_close(hw_str expr, size_t open);

/* Offset of `needle` (not empty) in an expression outside of its quotes and brackets, or HW_NPOS.
 */
size_t hw_expr_find(hw_str expr, hw_str needle);

#endif
