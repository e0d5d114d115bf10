/* go/log_line - the lines of the compiler's text.
 *
 * A log line is one physical line, without its LF or CR LF. Go 1.19 to 1.21 print raw string
 * literals as they stand in the source: there a log line that ends inside of one goes on over the
 * next physical lines, up to the one that closes the quote or starts a log line of its own, and its
 * view has newlines in it.
 */
#ifndef HW_GO_LOG_LINE_H
#define HW_GO_LOG_LINE_H

#include <string.h>

#include "base/str.h"

typedef struct hw_log_lines {
    hw_str text;
    size_t at;       /* of the next log line */
    size_t quote;    /* no backquote is in text[at, quote) … */
    bool quote_here; /* … and one is at `quote` */
} hw_log_lines;

typedef struct hw_log_line {
    hw_str view;
    size_t at;      /* its offset in the text */
    uint32_t lines; /* physical */
} hw_log_line;

void hw_log_lines_begin(hw_log_lines *r, hw_str text);
/* Whether a log line of several physical lines ends before this one, unless the byte before is a
 * '\\'. */
bool hw_log_line_starts(hw_str line);
/* The end of the log line at r->at, whose first physical line ends at `end`; for hw_log_line_next.
 */
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

/* The same for a text that comes by physical lines; zero before the first. */
typedef struct hw_log_line_growth {
    bool open;    /* the log line may go on with the next physical line */
    bool escaped; /* the last line ends in a '\\' */
} hw_log_line_growth;

/* Whether this physical line belongs to the log line of those before. */
bool hw_log_line_goes_on(hw_log_line_growth *g, hw_str line);

#endif
