/* What holds for every set of claims, whatever was read. */
#ifndef HW_FUZZ_DIAG_CHECK_H
#define HW_FUZZ_DIAG_CHECK_H

#include "diag/diag.h"

void hw_check_claims(const hw_claims *c);

#endif
