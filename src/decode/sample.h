/* decode/sample - a sample of the protobuf form. Private. */
#ifndef HW_DECODE_SAMPLE_H
#define HW_DECODE_SAMPLE_H

#include "decode/decoder.h"

hw_status hw_decode_sample(hw_decoder *d, const hw_field *f, hw_error *err);

#endif
