/* diag/piece - one piece of a text: read into a set of its own, then appended to that of the whole.
 */
#ifndef HW_DIAG_PIECE_H
#define HW_DIAG_PIECE_H

#include "diag/reader.h"

/* What one piece of a text adds: read by any thread, appended in the order of the text. Its first
 * block has no package when it goes on from the piece before. */
typedef struct hw_piece {
    struct hw_piece *next; /* in a list of those that can be used again */
    size_t from, to;
    bool whole;       /* its last block ends with it */
    hw_status status; /* of reading it; in `set` is nothing of use when it failed */
    hw_claims set;
    hw_strings strings;
    hw_aside aside;
} hw_piece;

/* Reads p->from … p->to into the piece's own set, which may have been used before. */
void hw_piece_read(hw_piece *p, const hw_diag_reader *like);
/* Adds what was read to `r`, which stands at the piece's start. */
hw_status hw_piece_append(hw_diag_reader *r, const hw_piece *p, hw_error *err);
void hw_piece_free(hw_piece *p);

#endif
