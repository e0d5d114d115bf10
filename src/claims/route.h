/* claims/route - the steps of an explanation, parsed when they are shown.
 *
 * Each line of a route is "POS:" and one of
 *     "   flow: " LOC " = " OPS LOC ":"              (" ← " instead of " = " from Go 1.25)
 *     "     from " EXPR " (" WHY ") at " POS
 *     "   warning: truncated explanation due to assignment cycle; …"
 * where POS, and what a CI system put before it, are those of the explanation's first line and
 * are not read again.
 */
#ifndef HW_CLAIMS_ROUTE_H
#define HW_CLAIMS_ROUTE_H

#include "model/claim.h"

/* One step of an explanation. `from` steps belong to the `flow` step before them. */
typedef struct hw_step {
    bool is_flow;
    bool truncated;    /* "warning: truncated explanation …" */
    hw_str to, op, of; /* flow: LOC, "" | "&" | "*"…, LOC */
    hw_str from, why;  /* from: expression, reason */
    hw_str file;       /* from: position; empty where it is unknown */
    uint32_t line, col;
} hw_step;

/* Walks the steps of a route: `*cursor` starts at 0. false at the end. */
bool hw_route_step(const hw_claims *set, const hw_route *route, uint64_t *cursor, hw_step *ret);

/* The end of a route, found without walking to it. `flow`: the last flow step; where there is none,
 * its `is_flow` is false. `from`: the last `from` step of that flow, or of the one before where the
 * last has none and begins at {temp}; where there is none, its `why` is empty. */
void hw_route_end(const hw_claims *set, const hw_route *route, hw_step *flow, hw_step *from);

#endif
