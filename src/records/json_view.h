/* records/json_view - the parts of a record that was kept, as views. */
#ifndef HW_RECORDS_JSON_VIEW_H
#define HW_RECORDS_JSON_VIEW_H

#include "model/claim.h"

hw_str hw_json_message(const hw_claims *set, const hw_json_file *f, const hw_json_record *r);
hw_str hw_json_chain(const hw_claims *set, const hw_json_file *f, const hw_json_record *r);
/* The whole record. */
hw_str hw_json_record_text(const hw_claims *set, const hw_json_file *f, const hw_json_record *r);
/* The expression of a message "X escapes to heap". */
bool hw_json_expression(hw_str message, hw_str *ret);
/* Whether it can be a variable: x, pkg.x, #state1. Nothing in these is ever escaped. */
bool hw_json_names_variable(hw_str message);

#endif
