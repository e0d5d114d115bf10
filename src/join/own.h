/* join/own - which claims can own the bytes of a call.
 *
 * One PC is one call. With the executable the function that is called is known, and with it the
 * kinds of expression that the call can be of. Without it, the sizes of the objects show which
 * kinds the call cannot be of. The tables are in go/expression_kind, and in words in docs/join.md.
 */
#ifndef HW_JOIN_OWN_H
#define HW_JOIN_OWN_H

#include "model/claim.h"
#include "sites/site.h"

typedef enum hw_own { HW_OWN_NO, HW_OWN_MAYBE, HW_OWN_YES } hw_own;

/* The object sizes of one PC. */
typedef struct hw_seen_sizes {
    const hw_site_size *at; /* ascending */
    size_t n;
    bool known;         /* every sample has its size */
    bool exact;         /* the period is 1: counts are counts */
    int64_t period;     /* bytes for each sample; 0 unknown */
    bool several_paths; /* from the call to the allocator */
    bool several_kinds; /* the same, unless its objects differ in length */
    bool alone;         /* no other call of its line has bytes */
} hw_seen_sizes;

/* Each size is a quarter larger than the one before, or more: as those of what grows are. */
bool hw_sizes_grow(const hw_seen_sizes *sizes);
/* The sizes as those of a map that grows: each of its groups is larger than the one before by half
 * or more. */
typedef struct hw_map_sizes {
    size_t groups; /* 0: they are not a map's */
    int64_t least; /* the smallest group */
    bool table;    /* there are records of 32 bytes, as its tables are (from Go 1.24) */
} hw_map_sizes;

hw_map_sizes hw_sizes_of_map(const hw_seen_sizes *sizes);

/* What the whole log and profile allow. */
typedef struct hw_own_world {
    hw_go_range go;   /* the minor versions that the build can be of */
    bool lost_frames; /* some make may be fused with a copy, and its frame lost (<= 1.25) */
} hw_own_world;

/* `column`: of the expression on its own line, 0 unknown. */
hw_own hw_own_can(const hw_claims *claims, const hw_claim *claim, uint32_t column,
                  const hw_seen_sizes *sizes, const hw_allocation_call *allocation,
                  hw_own_world world);

/* The call goes through an interface or a closure. Then it is of a function of the program, since
 * allocators are called by their names. */
static inline bool hw_own_calls_unknown(const hw_allocation_call *call)
{
    return call->looked && call->callee == 0 && call->untyped == HW_UNTYPED_INDIRECT;
}

/* The size is what the constant make has, which its text tells. */
bool hw_own_exact_size(const hw_claims *claims, const hw_claim *claim, int64_t size);
/* The claim's expression allocates each time that it runs. */
bool hw_own_always(const hw_claims *claims, const hw_claim *claim);

/* make([]B, len(x)) that escapes, B without pointers. Where copy(…, x) follows, the compiler calls
 * mallocgc itself, and Go <= 1.25 charges that to the caller's line. */
bool hw_own_fusible_make(const hw_claims *claims, const hw_claim *claim);

#endif
