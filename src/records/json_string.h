/* records/json_string - strings of records, which are views as written until somebody reads them.
 *
 * Strings with other escapes than those that Go writes for ASCII are read by json-c.
 */
#ifndef HW_RECORDS_JSON_STRING_H
#define HW_RECORDS_JSON_STRING_H

#include "base/buf.h"

struct json_tokener;
struct json_object;

/* Unescapes. */
typedef struct hw_json_strings {
    struct json_tokener *tokener;
    hw_buf text; /* the last result */
} hw_json_strings;

void hw_json_strings_free(hw_json_strings *s);
/* A string as written between its quotes (which stand around it in memory). `*ret` is valid until
 * the next call, or a part of `raw`. *valid: false where it is no JSON string. */
hw_status hw_json_unescape(hw_json_strings *s, hw_str raw, hw_str *ret, bool *valid, hw_error *err);
/* The path of a file: URI, written likewise. */
hw_status hw_json_path(hw_json_strings *s, hw_str raw, hw_str *ret, bool *valid, hw_error *err);

/* Parses one value; `*t` is made at the first call and used again. *ret NULL: it is not JSON. */
hw_status hw_json_value(struct json_tokener **t, hw_str s, struct json_object **ret, hw_error *err);
/* Empty where it is no string. */
hw_str hw_json_string_of(struct json_object *o);

#endif
