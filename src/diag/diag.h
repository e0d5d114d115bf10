/* diag - the compiler's diagnostics become claims.
 *
 * Reads the text of -gcflags=-m and -m=2 (and the further lines of -m=3) of Go 1.19 … 1.27 as
 * people keep it: with or without headers, CRLF, mixed with other output. Every line is put into
 * exactly one class of HW_MESSAGE_CLASSES; what is not understood is counted and kept.
 */
#ifndef HW_DIAG_DIAG_H
#define HW_DIAG_DIAG_H

#include "heapwitness/limits.h"
#include "heapwitness/types.h"
#include "model/claim.h"

/* Parses one text and adds to `into`. `text` must live as long as `into`; `name` is for messages.
 * Bad lines are no error; a text that starts as binary data is HW_FORMAT. HW_LIMIT for a line, or a
 * number of claims, over the limit. */
hw_status hw_diag_read(hw_claims *into, hw_str name, hw_str text, const hw_limits *limits,
                       hw_error *err);

/* After the last input: links explanations with their claims, tells parameters from values, finds
 * what kind of log this is (notes, Go versions). */
hw_status hw_diag_finish(hw_claims *c, hw_error *err);

/* One line alone, for tests: its class. */
hw_message_class hw_diag_classify(hw_str line, hw_position_form *form);
/* What kind of expression stands in a claim's text. */
hw_kind hw_diag_kind(hw_message_class class, hw_str expr, unsigned *flags);

#endif
