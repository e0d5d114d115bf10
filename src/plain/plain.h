/* plain/plain - text to text: what stands around the compiler's lines is taken off, so that a log
 * as people keep it reads like one of the go command.
 *
 * Colours, lines that a container runtime cut in pieces, diagnostics inside of JSON strings, and
 * all of these in one another. Prefixes stay (plain/prefix.h): the reader skips them, which needs
 * no other text.
 */
#ifndef HW_PLAIN_PLAIN_H
#define HW_PLAIN_PLAIN_H

#include "plain/rewriting.h"

/* Rewritings of one log, one on another: colours inside of JSON inside of a container's log. */
enum { HW_PLAIN_ROUNDS = 6 };

typedef struct hw_plain {
    hw_str text; /* to be read: what was given, or `made` */
    hw_buf made;
    hw_plain_counts counts;
    hw_rewriting rounds[HW_PLAIN_ROUNDS]; /* their lines; what they made goes into `made` */
    unsigned n;
    bool unwrapped; /* all of it was looked through for JSON objects */
} hw_plain;

/* Makes a text plain, going by its first bytes. To be freed also where it failed. */
hw_status hw_plain_make(hw_plain *p, hw_str text, hw_error *err);
/* What only reading shows: whether it met escape sequences, or lines of JSON. *again: p->text is
 * another now, and the one that was read is gone. */
hw_status hw_plain_again(hw_plain *p, bool escapes, bool json, bool *again, hw_error *err);
/* The line of the given text that a line of p->text came from. */
uint64_t hw_plain_origin(const hw_plain *p, uint64_t line);
void hw_plain_free(hw_plain *p);

#endif
