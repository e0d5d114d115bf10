/* claims/same_text - whether a claim that is printed at a call is one of the callee's body.
 *
 * The compiler prints an inlined claim at the call, and once more for the standalone copy of the
 * callee. The text is the same but for package qualifiers, GC shapes and propagated constants.
 */
#ifndef HW_CLAIMS_SAME_TEXT_H
#define HW_CLAIMS_SAME_TEXT_H

#include "base/str.h"
#include "model/claim.h"

/* Equal up to qualifiers and GC shapes; of make([]T, …) only up to T. */
bool hw_same_claim_text(hw_str a, hw_str b);

/* Whether the name that the log prints (pkg.(*T).M, or (*T).M in its own package) can be the
 * profile's function (import/path/pkg.(*T).M[...]). Two closures always may be, for their names
 * differ too much to compare. */
bool hw_same_function(hw_str profile, hw_str log);

#endif
