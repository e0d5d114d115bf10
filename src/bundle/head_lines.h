/* bundle/head_lines - the head of a bundle as lines "name: value" (docs/formats.md), whatever its
 * version.
 *
 * heapwitness.bundle/2 is written so. The head of heapwitness.bundle/1 is a JSON object on the
 * first line; its members become lines of the same names.
 */
#ifndef HW_BUNDLE_HEAD_LINES_H
#define HW_BUNDLE_HEAD_LINES_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/vec.h"

typedef struct hw_head_line {
    hw_str name, value;
} hw_head_line;

typedef struct hw_head_lines {
    HW_VEC(hw_head_line) list;
    hw_arena arena; /* of values that are not written as they are */
} hw_head_lines;

/* Whether a text begins as a head. */
bool hw_is_head(hw_str text);
/* *end: where what follows the head begins. Views point into `text` or the arena. Call
 * hw_head_lines_free in any case. */
hw_status hw_head_lines_read(hw_head_lines *ret, hw_str input, hw_str text, size_t *end,
                             hw_error *err);
void hw_head_lines_free(hw_head_lines *lines);

/* Appends a line. HW_NOMEM without `err` filled. */
hw_status hw_head_line_put(hw_buf *to, const char *name, hw_str value);

#endif
