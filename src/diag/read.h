/* diag/read - reads a range of a text. */
#ifndef HW_DIAG_READ_H
#define HW_DIAG_READ_H

#include "diag/reader.h"

/* Reads text[from, to). It starts neither inside an explanation nor inside a string over several
 * lines. */
hw_status hw_read_range(hw_diag_reader *r, size_t from, size_t to, hw_error *err);

#endif
