/* message/position - what stands before a message: FILE:LINE[:COL][ORIG]:, where ORIG is what
 * -gcflags=-L adds. */
#ifndef HW_MESSAGE_POSITION_H
#define HW_MESSAGE_POSITION_H

#include "base/str.h"

typedef struct hw_position {
    hw_str file;
    uint32_t line, col; /* col 0: not printed */
    size_t end;         /* offset of the message's text, behind the ':' */
} hw_position;

enum { HW_FILE_NAME_MAX = 4096 }; /* bytes of a file name as printed */

/* ":LINE[:COL][ORIG]:" at `colon`; false where something else stands there. */
bool hw_position_at(hw_str line, size_t colon, hw_position *ret);

#endif
