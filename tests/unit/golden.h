/* Goldens in tests/data/report; HW_UPDATE_GOLDEN=1 writes them anew. */
#ifndef HW_TESTS_GOLDEN_H
#define HW_TESTS_GOLDEN_H

#include "base/buf.h"

/* Fails the test where the terminated text is not the file's. */
void same_as_golden(hw_buf *b, const char *name);

#endif
