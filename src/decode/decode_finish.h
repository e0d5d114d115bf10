/* decode/decode_finish - the end of a profile: references are checked, strings interned, samples
 * completed; then, and only when nothing can fail any more, the model grows. Private. */
#ifndef HW_DECODE_DECODE_FINISH_H
#define HW_DECODE_DECODE_FINISH_H

#include "decode/decoder.h"

hw_status hw_decode_complete(hw_decoder *d, hw_error *err);

#endif
