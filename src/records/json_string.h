/* records/json_string - strings of records, which are views as written until somebody reads them.
 *
 * Strings with other escapes than those that Go writes for ASCII are read by yajl.
 */
#ifndef HW_RECORDS_JSON_STRING_H
#define HW_RECORDS_JSON_STRING_H

#include "base/arena.h"
#include "base/buf.h"

/* Unescapes. */
typedef struct hw_json_strings {
    hw_arena values;
    hw_buf text; /* the last result */
} hw_json_strings;

void hw_json_strings_free(hw_json_strings *s);
/* A string as written between its quotes (which stand around it in memory). `*ret` is valid until
 * the next call, or a part of `raw`. *valid: false where it is no JSON string. */
hw_status hw_json_unescape(hw_json_strings *s, hw_str raw, hw_str *ret, bool *valid, hw_error *err);
/* The path of a file: URI, written likewise. */
hw_status hw_json_path(hw_json_strings *s, hw_str raw, hw_str *ret, bool *valid, hw_error *err);

#endif
