/* diag/block - where a package's block starts, where it ends, and whether it was read before. */
#ifndef HW_DIAG_BLOCK_H
#define HW_DIAG_BLOCK_H

#include "diag/reader.h"

hw_status hw_block_begin(hw_diag_reader *r, hw_str package, hw_str variant, hw_error *err);
/* The block ends before the current line. Links it; drops it where the same text was read before.
 */
hw_status hw_block_end(hw_diag_reader *r, hw_error *err);
/* Remembers the block, which has or will get the next id; *seen: one before has the same text. */
hw_status hw_block_remember(hw_claims *set, hw_block *b, uint32_t id, bool *seen, hw_error *err);
hw_marks hw_marks_of(const hw_claims *set);

#endif
