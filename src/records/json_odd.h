/* records/json_odd - a line of records in another form than the compiler's, read as JSON. */
#ifndef HW_RECORDS_JSON_ODD_H
#define HW_RECORDS_JSON_ODD_H

#include "records/json_cut.h"

/* What a line in another form is. */
typedef enum hw_json_line { HW_JSON_INVALID, HW_JSON_HEADER, HW_JSON_RECORD } hw_json_line;

/* A record is appended to `form` in the compiler's form. */
hw_status hw_json_parse(hw_strings *strings, hw_str line, hw_json_line *ret, hw_json_header *header,
                        hw_buf *form, hw_error *err);

#endif
