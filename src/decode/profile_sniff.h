/* decode/profile_sniff - what people give instead of a profile, by its first bytes. Private. */
#ifndef HW_DECODE_PROFILE_SNIFF_H
#define HW_DECODE_PROFILE_SNIFF_H

#include "base/str.h"
#include "heapwitness/types.h"

/* Refuses what is certainly no pprof protobuf. `input`: its name. */
hw_status hw_decode_sniff(hw_str head, hw_str input, hw_error *err);

#endif
