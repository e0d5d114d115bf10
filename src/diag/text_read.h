/* diag/text_read - a text of diagnostics: the lines as the go command printed them, or behind
 * prefixes. */
#ifndef HW_DIAG_TEXT_READ_H
#define HW_DIAG_TEXT_READ_H

#include "heapwitness/limits.h"
#include "model/claim.h"

/* Adds to `into`. The caller takes back what was added when it fails. */
hw_status hw_diag_read_text(hw_claims *into, hw_str name, hw_str text, const hw_limits *limits,
                            hw_error *err);

/* The same, cut into pieces of about `piece` bytes that several threads may read. */
hw_status hw_read_pieces(hw_claims *into, hw_str name, hw_str text, const hw_limits *limits,
                         size_t piece, hw_error *err);

#endif
