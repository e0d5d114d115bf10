/* message/message - one line: where it belongs, what class of message it is, and its parts.
 *
 * The texts of the classes are rows of tables in message.c (behind a position) and not_compiler.c
 * (without one).
 */
#ifndef HW_MESSAGE_MESSAGE_H
#define HW_MESSAGE_MESSAGE_H

#include "message/position.h"
#include "model/message_class.h"

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

/* One line alone: its class. */
hw_message_class hw_message_classify(hw_str line, hw_position_form *form);

#endif
