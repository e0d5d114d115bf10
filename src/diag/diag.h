/* diag/diag - what the compiler said becomes claims: the driver of the rooms that read it.
 *
 *     a bundle     its head, then its text and its records         bundle
 *     records      the files of -json=0,DIR                        records
 *     a log        made plain (plain), then read line by line: diag/text_read → read → fill
 *
 * The text is that of -gcflags=-m and -m=2 (and the further lines of -m=3) of all known versions as
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

/* After the last input: packages that were printed several times are merged, claims find their
 * records, and the notes say what kind of log this is. */
hw_status hw_diag_finish(hw_claims *c, hw_error *err);

#endif
