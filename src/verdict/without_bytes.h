/* verdict/without_bytes - the claims that no bytes speak of: unobserved and upheld. */
#ifndef HW_VERDICT_WITHOUT_BYTES_H
#define HW_VERDICT_WITHOUT_BYTES_H

#include "join/join.h"
#include "model/finding.h"
#include "sites/decls.h"

/* Fills without_bytes, unobserved and upheld of the audit. It comes after hw_rank. `code`: the
 * audit of the same claims with a survey of the program; or NULL. */
hw_status hw_judge_without_bytes(hw_audit *a, const hw_join_input *in, const hw_joined *joined,
                                 const hw_decls *decls, const hw_audit *code, hw_error *err);

#endif
