/* verdict/join - a place finds its claims. The rules are numbered as in docs/join.md. */
#ifndef HW_VERDICT_JOIN_H
#define HW_VERDICT_JOIN_H

#include "model/finding.h"
#include "sites/lines.h"
#include "sites/site.h"
#include "verdict/own.h"

typedef struct hw_match {
    uint32_t claim; /* into hw_claims.list */
    hw_own own;     /* never HW_OWN_NO */
    bool chain;     /* its inlining chain is the site's: known, not guessed */
} hw_match;

/* What the join found for one site, and what was judged of it. */
typedef struct hw_site_verdict {
    uint32_t site;
    uint32_t line, inner; /* wanted lines: physical, innermost; HW_NONE */
    uint32_t matches_at, matches;
    bool diagnosed;
    bool map_put;       /* the log shows that the line puts into a map */
    bool assign;        /* … assigns to an element: of a map or a slice */
    bool concat;        /* … has a +=, which allocates without a claim */
    bool denied;        /* an object, of which a claim there says that it does not escape */
    bool approximate;   /* the file was not trusted (package initialiser) */
    bool crowded;       /* more claims on the line than are looked at */
    bool blocks_differ; /* two packages compiled this closure, names do not tell which copy it is */
    hw_verdict verdict;
    hw_cause cause;
    hw_basis basis;
    const char *why; /* static text */
} hw_site_verdict;

typedef struct hw_join {
    const hw_profile *profile;
    const hw_claims *claims;
    const hw_sites *sites;
    hw_where *where;
    hw_lines *lines;
    hw_own_world world; /* .go is given, the rest is found */
    uint64_t max_candidates;
    bool inlining_known; /* the log has inlining positions */
    bool filtered;       /* one whole kind of verdict is missing from the log */
    bool copies_by_name; /* closures copied into another package carry its name (<= 1.26) */
    HW_VEC(hw_site_verdict) cases; /* by site */
    HW_VEC(hw_match) matches;
} hw_join;

bool hw_join_make(hw_join *j);
void hw_join_free(hw_join *j);

const hw_function *hw_join_function(const hw_join *j, const hw_frame *f);
/* The log can speak of the function: it holds its package's block; of a generic function (or
 * without headers) a claim in its file is enough, in whichever block. */
bool hw_join_diagnosed(const hw_join *j, const hw_frame_where *w);
/* What that block says can be about the machine code of that function. */
bool hw_join_block_speaks(const hw_join *j, const hw_frame_where *w, uint32_t block);
hw_seen_sizes hw_join_sizes(const hw_join *j, const hw_site *s);

#endif
