/* verdict/doubt - sites whose only owner need not have allocated anything.
 *
 * Without the executable one call looks like another. make(chan), a map's first group, the record
 * of a defer and others leave no trace in the log. So where a claim may be true without an
 * allocation, or what is known of the objects does not go with it, its site is `ambiguous`.
 */
#ifndef HW_VERDICT_DOUBT_H
#define HW_VERDICT_DOUBT_H

#include "verdict/subject.h"

/* What speaks against the site's owners, as a sentence; NULL: nothing. It has an owner, and the
 * call is not known. */
const char *hw_doubt(const hw_subject *s);
/* The same of a site whose line has others: it may be of something without a claim. `most`: the
 * objects of the one that has the most. */
bool hw_doubt_beside(const hw_subject *s, int64_t most);

#endif
