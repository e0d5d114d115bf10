/* verdict/quiet - the claims that no bytes speak of: unobserved and upheld. */
#ifndef HW_VERDICT_QUIET_H
#define HW_VERDICT_QUIET_H

#include "verdict/decls.h"
#include "verdict/join.h"

/* Fills quiet, unobserved and upheld of the audit; after hw_rank. */
hw_status hw_quiet(hw_audit *a, const hw_join *j, const hw_decls *decls, hw_error *err);

#endif
