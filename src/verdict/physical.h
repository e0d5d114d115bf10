/* verdict/physical - which lines of a listing without tables of inlined calls are physical ones.
 *
 * -S prints the innermost line of each instruction. That is the physical one where nothing inlined
 * can stand at it, which the declarations of the log tell. docs/census.md.
 */
#ifndef HW_VERDICT_PHYSICAL_H
#define HW_VERDICT_PHYSICAL_H

#include "model/claim.h"
#include "model/profile.h"

/* Resolves locations of a survey (symbolize/survey) that are `open`: each gets its one frame, where
 * its line is surely one of its function. The others are taken out with their samples; *lost: how
 * many. After a failure the profile can only be freed. */
hw_status hw_physical_lines(hw_profile *profile, const hw_claims *claims, uint64_t *lost,
                            hw_error *err);

#endif
