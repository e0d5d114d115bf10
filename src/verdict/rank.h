/* verdict/rank - judged sites become findings: added up, weighed, ordered, counted. */
#ifndef HW_VERDICT_RANK_H
#define HW_VERDICT_RANK_H

#include "verdict/site_verdict.h"

/* Fills findings, totals and coverage of the audit. */
hw_status hw_rank(hw_audit *a, const hw_join_input *in, const hw_joined *joined,
                  const hw_site_verdicts *verdicts, hw_error *err);

#endif
