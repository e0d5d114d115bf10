/* diag/link - the explanations of a block find their claims. */
#ifndef HW_DIAG_LINK_H
#define HW_DIAG_LINK_H

#include "diag/reader.h"

hw_status hw_block_link(hw_diag_reader *r, hw_error *err);

#endif
