/* join/map_entries - slices that are values of a map's literal.
 *
 * Their arrays are allocated at the line where the literal of the map starts, but claimed where the
 * slices stand. So `map[string][]string{` over several lines has one line of calls and many lines
 * of claims. Values of other kinds are allocated at their own lines. Measured: docs/join.md.
 */
#ifndef HW_JOIN_MAP_ENTRIES_H
#define HW_JOIN_MAP_ENTRIES_H

#include "base/mem.h"
#include "claims/enclosing.h"
#include "join/join.h"

/* Gives objects at the line of a map's literal the claims of slices behind it, in the same
 * function. Without the executable such a claim only may own the bytes: they can be those of a map
 * that grew, which has no claim. */
HW_MEM hw_join_entries(const hw_join_input *in, const hw_enclosing *enclosing, hw_joined *joined);

#endif
