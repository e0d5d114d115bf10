/* verdict/physical - which lines of a listing without tables of inlined calls are physical ones.
 *
 * -S prints the innermost line of each instruction. That is the physical one where nothing inlined
 * can stand at it, which the declarations of the log tell. docs/census.md.
 */
#ifndef HW_VERDICT_PHYSICAL_H
#define HW_VERDICT_PHYSICAL_H

#include "model/claim.h"
#include "model/profile.h"

/* Sets `physical`, by location, of those locations of a survey (symbolize/survey) that are
 * unresolved, where the line is surely one of the location's function. */
hw_status hw_physical_lines(const hw_profile *profile, const hw_claims *claims, bool *physical,
                            hw_error *err);

#endif
