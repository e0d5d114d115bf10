/* verdict/judge - verdict, cause and basis of every site that was joined. */
#ifndef HW_VERDICT_JUDGE_H
#define HW_VERDICT_JUDGE_H

#include "base/mem.h"
#include "verdict/site_verdict.h"

/* `ret` is zeroed; to be freed in any case. */
HW_MEM hw_judge_sites(const hw_join_input *in, const hw_joined *joined, hw_site_verdicts *ret);

#endif
