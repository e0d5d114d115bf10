/* decode/fields - the fields of Profile: what each nested message must be, and what is kept of it.
 * Private. */
#ifndef HW_DECODE_FIELDS_H
#define HW_DECODE_FIELDS_H

#include "decode/decoder.h"

/* By field number, for decode/walk, which hands fields to hw_decode_field with the decoder as its
 * context. */
enum { HW_DECODE_RULES = 15 };
extern const hw_field_rule hw_decode_rules[HW_DECODE_RULES];
hw_status hw_decode_field(void *ctx, const hw_field *f, hw_error *err);

#endif
