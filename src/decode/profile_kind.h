/* decode/profile_kind - what kind of profile it is, by its sample types and its functions. Private.
 */
#ifndef HW_DECODE_PROFILE_KIND_H
#define HW_DECODE_PROFILE_KIND_H

#include "decode/decoder.h"

/* The column of each value, -1 without it. Refuses what is no heap profile of Go. `name_of`
 * gives the text of a type's string index. */
typedef hw_str (*hw_name_fn)(const void *ctx, uint32_t index);
hw_status hw_decode_columns(const hw_decoder *d, hw_name_fn name_of, const void *ctx,
                            int columns[HW_VALUES], hw_error *err);
hw_status hw_decode_go_only(const hw_decoder *d, hw_name_fn name_of, const void *ctx,
                            hw_error *err);

#endif
