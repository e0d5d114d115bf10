/* join/join_input - what the join is given: the profile's sites, the log, and what both call a
 * place.
 *
 * It is const while sites are joined, judged and ranked.
 */
#ifndef HW_JOIN_JOIN_INPUT_H
#define HW_JOIN_JOIN_INPUT_H

#include "join/captures.h"
#include "join/own.h"
#include "sites/site_lines.h"

typedef struct hw_join_input {
    const hw_profile *profile;
    const hw_claims *claims;
    const hw_where *where;
    const hw_sites *sites;
    const hw_lines *lines;
    const hw_site_lines *site_lines; /* by site */
    const hw_captures *captures;
    uint64_t max_candidates;
    /* What follows from all of it: */
    hw_own_world world;
    bool inlining_known; /* the log has inlining positions */
    bool filtered;       /* one whole kind of verdict is missing from the log */
    bool copies_by_name; /* closures copied into another package carry its name (<= 1.26) */
} hw_join_input;

/* An append allocates without a claim in some version that the build can be of. */
static inline bool hw_join_silent_append(const hw_join_input *in)
{
    return in->world.go.min < hw_kind_rows[HW_KIND_APPEND].claimed_since;
}

/* The log has explanations: it is not of -m alone. */
static inline bool hw_join_explained(const hw_join_input *in)
{
    return in->claims->routes.len > 0;
}

/* Completes what is given with all that follows from it. */
hw_join_input hw_join_input_of(const hw_join_input *given);

/* Whether the log can speak of the function: it holds the block of its package. For a generic
 * function, or without headers, a claim in its file is enough, in whichever block. */
bool hw_join_diagnosed(const hw_join_input *in, const hw_frame_where *w);
/* Whether the claims of that block can be about the machine code of the function. */
bool hw_join_block_speaks(const hw_join_input *in, const hw_frame_where *w, uint32_t block);
hw_seen_sizes hw_join_sizes(const hw_join_input *in, const hw_site *s);

#endif
