/* diag/pieces - a text that is read by several threads, piece by piece. */
#ifndef HW_DIAG_PIECES_H
#define HW_DIAG_PIECES_H

#include "diag/reader.h"

/* The whole text in pieces of about `size` bytes. */
hw_status hw_pieces_read(hw_diag_reader *r, size_t size, hw_error *err);

#endif
