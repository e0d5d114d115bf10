/* message/message - one line: where it belongs and what class of message it is.
 *
 * The classes are rows of tables in message.c (behind a position) and foreign.c (without one).
 */
#ifndef HW_MESSAGE_MESSAGE_H
#define HW_MESSAGE_MESSAGE_H

#include "model/claim.h"

typedef struct hw_position {
    hw_str file;
    uint32_t line, col; /* col 0: not printed */
    size_t end;         /* offset of the message's text, behind the ':' */
} hw_position;

enum { HW_FILE_NAME_MAX = 4096 }; /* bytes of a file name as printed */

/* ":LINE[:COL][ORIG]:" at `colon`; false where something else stands there. */
bool hw_position_at(hw_str line, size_t colon, hw_position *ret);

typedef struct hw_message {
    hw_message_class class; /* NOT_UNDERSTOOD when no row matches */
    hw_position_form form;
    hw_position position; /* file empty unless form is PLAIN */
    hw_str text;          /* the message: behind "POS: " */
    hw_str subject;       /* expression, variable or function that it speaks of */
    hw_str function;      /* "in F", "for F", "into F"; reason of CANNOT */
    unsigned reason;      /* of FROM: hw_reason */
    hw_str at;            /* of FROM: the position behind " at " */
} hw_message;

/* Everything but dump continuations, which only the lines before can tell. `near` is the file that
 * the line is expected in, as the lines before are: only faster where it is. It has no ':'; the
 * message's file is this very view then. */
void hw_message_read(hw_str line, hw_str near, hw_message *ret);

/* The message behind "POS:", which `rest` starts with the blank of: true when a row matches. */
bool hw_message_match(hw_str rest, hw_message *m);

/* The same inside an explanation, where it is a step: nearly always. */
bool hw_step_match(hw_str rest, hw_message *m);

/* A line without a position: header, go test, gctrace, … NOT_UNDERSTOOD when it is none of them. */
hw_message_class hw_not_compiler_match(hw_str line);
/* A `# package [variant]` header. */
bool hw_header_match(hw_str line, hw_str *package, hw_str *variant);
/* Bytes at its start that are a piece of a line of GODEBUG=gctrace=1, as the go command's own are
 * torn: what is behind them is a header, or nothing. 0: it is no such piece. */
size_t hw_interleaved_trace(hw_str line);
/* A positioned line of the compiler that is an error, not a diagnostic. */
bool hw_build_error_match(hw_str rest);
/* A warning or note of the linker or a C compiler. */
bool hw_linker_match(hw_str line);
/* A line of an assembly listing, or of the compiler's tables beside it. */
bool hw_assembly_match(hw_str line);
/* The same by its first bytes: nothing of the line is a diagnostic, whatever it looks like. */
bool hw_assembly_begins(hw_str line);
/* Inside a -m=3 dump: a continuation line of the syntax tree. */
bool hw_dump_match(hw_str line);

#endif
