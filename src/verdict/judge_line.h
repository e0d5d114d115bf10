/* verdict/judge_line - sites of one line are held against each other.
 *
 * One claim is one call. Where a line has more calls than claims, one of them allocates without a
 * claim. Where the calls are known, only those of one function share claims; where they are not,
 * all sites of the line may.
 */
#ifndef HW_VERDICT_JUDGE_LINE_H
#define HW_VERDICT_JUDGE_LINE_H

#include "base/mem.h"
#include "verdict/site_verdict.h"

/* Takes back what was judged of each site by itself where the others of its line speak against it.
 */
HW_MEM hw_judge_lines(const hw_join_input *in, const hw_joined *joined, hw_site_verdicts *ret);

#endif
