/* verdict/join - a place finds its claims. The rules are numbered as in docs/join.md. */
#ifndef HW_VERDICT_JOIN_H
#define HW_VERDICT_JOIN_H

#include "base/mem.h"
#include "verdict/join_input.h"

typedef struct hw_match {
    uint32_t claim; /* into hw_claims.list */
    hw_own own;     /* never HW_OWN_NO */
    bool chain;     /* its inlining chain is the site's: known, not guessed */
} hw_match;

/* What the log says of one site: the claims that can own its bytes, and what else its line does. */
typedef struct hw_site_claims {
    uint32_t site;
    uint32_t matches_at, matches;
    bool diagnosed;
    bool map_put;       /* the log shows that the line puts into a map */
    bool assign;        /* … assigns to an element: of a map or a slice */
    bool concat;        /* … has a +=, which allocates without a claim */
    bool denied;        /* an object, of which a claim there says that it does not escape */
    bool approximate;   /* the file was not trusted (package initialiser) */
    bool crowded;       /* more claims on the line than are looked at */
    bool blocks_differ; /* two packages compiled this closure, names do not tell which copy it is */
} hw_site_claims;

typedef struct hw_joined {
    HW_VEC(hw_site_claims) list; /* by site */
    HW_VEC(hw_match) matches;
} hw_joined;

/* `ret` is zeroed; hw_joined_free in any case. */
HW_MEM hw_join_sites(const hw_join_input *in, hw_joined *ret);
void hw_joined_free(hw_joined *joined);

#endif
