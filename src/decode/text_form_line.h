/* decode/text_form_line - the lines of the text form, each for itself. Private.
 *
 * Blanks may be tabs or spaces: terminals make spaces of the tabs that Go writes.
 */
#ifndef HW_DECODE_TEXT_FORM_LINE_H
#define HW_DECODE_TEXT_FORM_LINE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

/* The numbers of a line, in the order in which they are written. */
typedef struct hw_text_counts {
    int64_t inuse_objects, inuse_bytes, alloc_objects, alloc_bytes;
} hw_text_counts;

/* `#` and what follows. `name` is empty where the runtime knew no function. */
typedef struct hw_text_frame {
    uint64_t pc, entry; /* of the function that holds the code; 0 without a name */
    hw_str name, file;
    uint32_t line; /* 0 unknown */
} hw_text_frame;

/* What a line without its end says. false: it is none of the kind. */
bool hw_text_header(hw_str line, hw_text_counts *ret, hw_str *kind);
/* `*addresses`: what is behind the @. */
bool hw_text_sample(hw_str line, hw_text_counts *ret, hw_str *addresses);
bool hw_text_frame_of(hw_str line, hw_text_frame *ret);
/* Takes the next address off the front; false where there is none. `*s` is empty at the end. */
bool hw_text_address(hw_str *s, uint64_t *ret);

#endif
