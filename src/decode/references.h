/* decode/references - what one field of a profile says of another by its number. Private.
 *
 * Each is checked, and gives a dense id; strings stay indexes into the string table.
 */
#ifndef HW_DECODE_REFERENCES_H
#define HW_DECODE_REFERENCES_H

#include "decode/decoder.h"

/* Checks and notes a reference into the string table. */
hw_status hw_decode_string_ref(hw_decoder *d, int64_t index, uint64_t at, uint32_t *ret,
                               hw_error *err);
/* The dense id of a location, function or mapping, with a blank element where it is new. */
hw_status hw_decode_location_ref(hw_decoder *d, uint64_t id, uint64_t at, uint32_t *ret,
                                 hw_error *err);
hw_status hw_decode_function_ref(hw_decoder *d, uint64_t id, uint64_t at, uint32_t *ret,
                                 hw_error *err);
hw_status hw_decode_mapping_ref(hw_decoder *d, uint64_t id, uint64_t at, uint32_t *ret,
                                hw_error *err);

#endif
