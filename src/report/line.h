/* report/line - lines of a page with a text at the left and a place of source at the right. */
#ifndef HW_REPORT_LINE_H
#define HW_REPORT_LINE_H

#include "report/page.h"

/* A failure to fill a buffer becomes the page's. */
void hw_page_keep(hw_page *p, hw_status s);

/* "dir/of/it/file.go:12:3" into `to`, cut at a directory where it is longer than `columns`:
 * ".../it/file.go:12:3". Numbers that are 0 are left out. */
hw_status hw_place_text(hw_buf *to, hw_str file, uint32_t line, uint32_t col, size_t columns);

/* How many columns of `room`, of which `used` are taken, a place gets beside a text. It may shorten
 * the text to half of what is left. */
size_t hw_place_room(size_t room, size_t used, hw_str text);

/* `left` in its style, fitted; `right`, dimmed, at the end of `room` columns; a newline. */
void hw_page_ends(hw_page *p, size_t room, hw_str left, hw_style style, hw_str right);

#endif
