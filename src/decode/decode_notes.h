/* decode/decode_notes - what one profile cannot say, as notes. Private to the room. */
#ifndef HW_DECODE_NOTES_H
#define HW_DECODE_NOTES_H

#include "decode/finish.h"

/* Of a profile whose samples are complete; before it is added to those read earlier. */
hw_status hw_decode_notes(hw_finish *f, hw_error *err);

#endif
