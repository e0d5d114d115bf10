/* report/page - text for people: buffered, safe for terminals, fitted to columns.
 *
 * What comes from inputs goes through hw_page_text or hw_page_fit, which replace every code point
 * that must not reach a terminal, and the first of what a CI system would take for a command.
 * Widths do not depend on the locale. Errors stick, as in jsonw.
 */
#ifndef HW_REPORT_PAGE_H
#define HW_REPORT_PAGE_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/out.h"
#include "base/str.h"
#include "heapwitness/types.h"

typedef enum hw_style {
    HW_STYLE_PLAIN,
    HW_STYLE_BOLD,
    HW_STYLE_DIM,
    HW_STYLE_RED,
    HW_STYLE_GREEN,
    HW_STYLE_YELLOW,
    HW_STYLE_CYAN,
    HW_STYLE_MAGENTA,
} hw_style;

typedef struct hw_page {
    hw_out out;
    bool colour;
    bool blank; /* nothing but white space on the line so far */
} hw_page;

void hw_page_init(hw_page *p, const hw_byte_sink *to, bool colour, hw_error *err);
hw_status hw_page_finish(hw_page *p);

void hw_page_printf(hw_page *p, const char *fmt, ...) HW_PRINTF(2, 3); /* our own words only */
void hw_page_spaces(hw_page *p, size_t n);
void hw_page_style(hw_page *p, hw_style style); /* until the next one; nothing without colour */
void hw_page_text(hw_page *p, hw_str s);
/* At most `columns`, the middle left out where it is longer. Returns the columns it took. */
size_t hw_page_fit(hw_page *p, hw_str s, size_t columns);
/* Breaks at spaces into lines of `columns`, the first of which has `used` already; continued lines
 * are indented by `indent`. Ends with a newline. */
void hw_page_wrap(hw_page *p, hw_str s, size_t indent, size_t used, size_t columns);

/* Columns that the text takes when shown. */
size_t hw_text_columns(hw_str s);

/* The columns of a page when `wanted` (0: 100) are asked for. */
size_t hw_page_width(unsigned wanted, size_t min, size_t max);

/* "" for one, "s" for all else. */
const char *hw_plural(uint64_t n);

/* NULL-terminated: the units that sizes may be asked in. */
extern const char *const hw_size_units[];

enum { HW_SIZE_TEXT = 32 };
/* As pprof writes sizes: "512B", "14.01MB". `unit` is one of hw_size_units or NULL. */
void hw_size_text(int64_t bytes, const char *unit, char buf[HW_SIZE_TEXT]);

#endif
