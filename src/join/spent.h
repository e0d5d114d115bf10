/* join/spent - a claim of one size that is another site's.
 *
 * A claim is one call, and of one that has one size all objects are of that size. So where a site
 * is its beyond doubt, it owns no site of the same place with another size.
 */
#ifndef HW_JOIN_SPENT_H
#define HW_JOIN_SPENT_H

#include "join/join.h"

/* Takes such claims from the matches of sites that have others left. */
HW_MEM hw_spent_remove(const hw_join_input *in, hw_joined *joined);

#endif
