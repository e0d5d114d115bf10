/* join/silent - rule 9: what on a site's line allocates without a claim.
 *
 * The log shows some of these statements in its explanations. A claim beside one of them need not
 * own the site's bytes, but where the statement has a site of its own, or cannot make these sizes,
 * nothing speaks against the claim.
 */
#ifndef HW_JOIN_SILENT_H
#define HW_JOIN_SILENT_H

#include "claims/enclosing.h"
#include "join/join.h"

/* Fills `silent` and `accounted` of all sites. `joined`: with all matches. */
HW_MEM hw_silent_find(const hw_join_input *in, const hw_enclosing *enclosing, hw_joined *joined);

#endif
