/* verdict/doubt - sites whose only owner need not have allocated anything.
 *
 * Without the executable one call looks like another. make(chan), a map's first group, the record
 * of a defer and others leave no trace in the log. So where a claim may be true without an
 * allocation, or what is known of the objects does not go with it, its site is `ambiguous`.
 */
#ifndef HW_VERDICT_DOUBT_H
#define HW_VERDICT_DOUBT_H

#include "join/join.h"

/* What speaks against the site's owners, as a sentence; NULL: nothing. `found` has an owner, and
 * the call is not known. */
const char *hw_doubt(const hw_join_input *in, const hw_joined *joined, const hw_site_claims *found);

#endif
