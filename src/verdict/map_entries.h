/* verdict/map_entries - slices that are values of a map's literal.
 *
 * The compiler allocates their arrays at the line where the literal of the map starts, and claims
 * them where they stand: `map[string][]string{` over several lines has one line of calls and many
 * of claims. Measured with Go 1.19 to 1.27; values of other kinds have lines of their own.
 */
#ifndef HW_VERDICT_MAP_ENTRIES_H
#define HW_VERDICT_MAP_ENTRIES_H

#include "base/mem.h"
#include "claims/enclosing.h"
#include "verdict/join.h"

/* Gives objects at the line of a map's literal the claims of slices behind it, in the same
 * function. Without the executable they may be owners only: a map that grows has no claim either.
 * */
HW_MEM hw_join_entries(const hw_join_input *in, const hw_enclosing *enclosing, hw_joined *joined);

#endif
