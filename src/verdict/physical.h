/* verdict/physical - which lines of a listing without tables of inlined calls are physical ones.
 *
 * -S prints the innermost line of each instruction. It is the physical one where nothing that is
 * inlined can stand there, which the log's declarations say. docs/census.md.
 */
#ifndef HW_VERDICT_PHYSICAL_H
#define HW_VERDICT_PHYSICAL_H

#include "model/claim.h"
#include "model/profile.h"

/* Gives the locations of a survey (symbolize/survey) that are `open` their one frame, where their
 * line is surely one of their function. The others are taken out with their samples; *lost: how
 * many. On failure the profile is only good for being freed. */
hw_status hw_physical_lines(hw_profile *profile, const hw_claims *claims, uint64_t *lost,
                            hw_error *err);

#endif
