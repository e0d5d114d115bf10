/* records/json_read - reads the records of -gcflags=-json=0,DIR: files one after the other, each
 * behind its header.
 */
#ifndef HW_RECORDS_JSON_READ_H
#define HW_RECORDS_JSON_READ_H

#include "heapwitness/limits.h"
#include "model/claim.h"

/* Whether a text is such files; also where the first header is missing. */
bool hw_json_is(hw_str text);

/* Adds to `into`. The caller takes back what was added when it fails. */
hw_status hw_json_read(hw_claims *into, hw_str name, hw_str text, const hw_limits *limits,
                       hw_error *err);
/* The same, in pieces of about `piece` bytes (at least 1) that several threads may cut. */
hw_status hw_json_read_pieces(hw_claims *into, hw_str name, hw_str text, const hw_limits *limits,
                              size_t piece, hw_error *err);

#endif
