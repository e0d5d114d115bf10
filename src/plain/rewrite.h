/* plain/rewrite - logs that are made plain before they are read: escape sequences of terminals,
 * lines that a container runtime cut in pieces, diagnostics inside of JSON strings.
 *
 * A rewriter is a row of the table in rewrite.c: it sees whether a text is its own (HW_NOMEM
 * without an error filled, or HW_OK) and makes a new one of it. Line numbers in messages stay those
 * of the original: a map goes along that knows which of its lines a new one came from.
 */
#ifndef HW_PLAIN_REWRITE_H
#define HW_PLAIN_REWRITE_H

#include "base/buf.h"
#include "base/vec.h"
#include "model/claim.h"

/* Lines from `line` on came from `from` on; with `many` all of them from that one. */
typedef struct hw_line_run {
    uint64_t line, from;
    bool many;
} hw_line_run;

/* One rewriting of one text. */
typedef struct hw_rewriting {
    hw_claims *set; /* for its counters and strings */
    hw_str name;    /* of the input */
    hw_buf made;
    uint64_t lines;           /* of `made` so far */
    HW_VEC(hw_line_run) runs; /* ascending; none: all lines are where they were */
} hw_rewriting;

/* Appends lines that came from line `from`; a newline is put behind them where it is missing.
 * HW_NOMEM without `err` filled. */
hw_status hw_rewriting_add(hw_rewriting *r, hw_str lines, uint64_t from);

/* ESC sequences (ECMA-48) are taken out, wherever they stand. */
hw_status hw_starts_coloured(hw_str text, bool *ret);
bool hw_has_escapes(hw_str text);
hw_status hw_rewrite_coloured(hw_rewriting *r, hw_str text, hw_error *err);
/* In place; the length that is left. */
size_t hw_strip_escapes(char *p, size_t n);

/* Lines of a container runtime with the tag P, of GitLab with "+": put together. */
hw_status hw_has_partial_lines(hw_str text, bool *ret);
hw_status hw_rewrite_partial(hw_rewriting *r, hw_str text, hw_error *err);

/* Records over several lines (Go 1.19), each of them behind a prefix: without prefixes. */
hw_status hw_has_prefixed_quotes(hw_str text, bool *ret);
hw_status hw_rewrite_prefixed(hw_rewriting *r, hw_str text, hw_error *err);

/* JSON objects with diagnostics over several lines, or in an array: one a line. */
hw_status hw_is_pretty_printed(hw_str text, bool *ret);
hw_status hw_rewrite_pretty_printed(hw_rewriting *r, hw_str text, hw_error *err);

/* JSON objects, one a line, that hold diagnostics in a string (`go build -json`, containers, CI).
 * The first looks at the first bytes, the second at all. */
hw_status hw_is_wrapped(hw_str text, bool *ret);
hw_status hw_is_wrapped_anywhere(hw_str text, bool *ret);
hw_status hw_rewrite_wrapped(hw_rewriting *r, hw_str text, hw_error *err);

/* Pieces of lines, by the stream that they are of. */
enum { HW_STREAMS_MAX = 8 };
typedef struct hw_cut_line {
    hw_buf stream, text;
    uint64_t line; /* where it began */
} hw_cut_line;
typedef struct hw_cut_lines {
    hw_cut_line at[HW_STREAMS_MAX];
    unsigned n;
} hw_cut_lines;

/* The open piece of a stream, or NULL. */
hw_cut_line *hw_cut_line_of(hw_cut_lines *p, hw_str stream);
/* Adds to it, or opens one; with too many open ones the oldest is ended. */
hw_status hw_cut_line_add(hw_cut_lines *p, hw_rewriting *r, hw_str stream, hw_str text,
                          uint64_t line);
/* Its line is complete: it goes to the text, with `rest` behind it. */
hw_status hw_cut_line_end(hw_cut_lines *p, hw_rewriting *r, hw_cut_line *piece, hw_str rest);
/* At the end of the log. */
hw_status hw_cut_lines_flush(hw_cut_lines *p, hw_rewriting *r);
void hw_cut_lines_free(hw_cut_lines *p);

#endif
