/* join/join - a place finds its claims. The rules are numbered as in docs/join.md. */
#ifndef HW_JOIN_JOIN_H
#define HW_JOIN_JOIN_H

#include "base/mem.h"
#include "go/expression_type.h"
#include "join/join_input.h"

/* Sets of matches are compared with each other, so they stay small. No line that people wrote has
 * as many. */
enum { HW_MATCHES_MAX = 128 };

typedef struct hw_match {
    uint32_t claim; /* into hw_claims.list */
    hw_own own;     /* never HW_OWN_NO */
    bool chain;     /* its inlining chain is the site's: known, not guessed */
    bool named;     /* its text names the type or the size of what was allocated */
} hw_match;

/* What allocates on a line without a claim, as the log shows it. */
enum {
    HW_SILENT_MAP = 1,      /* a put into a map */
    HW_SILENT_ASSIGN = 2,   /* an assignment to an element: of a map or a slice */
    HW_SILENT_CONCAT = 4,   /* s += t */
    HW_SILENT_APPEND = 8,   /* append, up to Go 1.24 */
    HW_SILENT_RUNTIME = 16, /* a call into the runtime */
    HW_SILENT_CACHE = 32,   /* an assertion of an interface's type */
};

/* What the log says of one site: the claims that can own its bytes, and what else its line does. */
typedef struct hw_site_claims {
    uint32_t site;
    uint32_t matches_at, matches;
    bool diagnosed;
    unsigned silent;    /* HW_SILENT_*: what may have made these bytes without a claim */
    bool accounted;     /* … but other sites of the line are these */
    bool outnumbered;   /* more sites there have no claim than there are such statements */
    bool other_types;   /* none of the claims is of the type that was allocated */
    bool approximate;   /* the file was not trusted (package initialiser) */
    bool crowded;       /* more claims on the line than are looked at */
    bool blocks_differ; /* two packages compiled this closure, names do not tell which copy it is */
} hw_site_claims;

typedef struct hw_joined {
    HW_VEC(hw_site_claims) list; /* by site */
    HW_VEC(hw_match) matches;
} hw_joined;

/* How a claim's expression fits the type that the site's call is given. */
hw_type_fit hw_join_type_fit(const hw_join_input *in, const hw_site *s, const hw_claim *c);

/* `ret` is zeroed; hw_joined_free in any case. */
HW_MEM hw_join_sites(const hw_join_input *in, hw_joined *ret);
void hw_joined_free(hw_joined *joined);

/* Go >= 1.27 gives all copies of a closure one name, so the name does not tell the package. */
bool hw_join_may_be_copy(const hw_join_input *in, const hw_frame_where *w);

#endif
