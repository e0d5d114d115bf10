/* diag/expression - what kind of expression a claim speaks of, known by its text alone. */
#ifndef HW_DIAG_EXPRESSION_H
#define HW_DIAG_EXPRESSION_H

#include "model/claim.h"

/* *flags: HW_CLAIM_ZERO_SIZE, HW_CLAIM_RESULT. */
hw_kind hw_diag_kind(hw_message_class class, hw_str expr, unsigned *flags);

#endif
