/* verdict/inlined - where calls stand that an assembly listing has the innermost line of only.
 *
 * The log says which calls were inlined at which lines of each function, so a line of another
 * function was inlined at one of the calls of that function. Where that leaves several lines of
 * source, they are told apart only if as many calls were found; what then is not certain is left
 * out. docs/census.md.
 */
#ifndef HW_VERDICT_INLINED_H
#define HW_VERDICT_INLINED_H

#include "model/claim.h"
#include "model/profile.h"

/* Gives frames to the locations of a survey (symbolize/survey) that are `open`. Those whose frames
 * cannot be told are taken out with their samples; *lost: how many. On failure the profile is only
 * good for being freed. */
hw_status hw_inlined_place(hw_profile *profile, const hw_claims *claims, uint64_t *lost,
                           hw_error *err);

#endif
