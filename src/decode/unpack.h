/* decode/unpack - one nested message of a profile, by protobuf-c's generated code. Private. */
#ifndef HW_DECODE_UNPACK_H
#define HW_DECODE_UNPACK_H

#include "decode/decoder.h"

/* Into `scratch`, which is emptied first. */
hw_status hw_decode_unpack(hw_decoder *d, const ProtobufCMessageDescriptor *what, hw_str bytes,
                           uint64_t at, void *ret, hw_error *err);

#endif
