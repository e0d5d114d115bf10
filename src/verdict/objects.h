/* verdict/objects - the hard rule: no matching build allocates an object that no claim mentions. */
#ifndef HW_VERDICT_OBJECTS_H
#define HW_VERDICT_OBJECTS_H

#include "verdict/site_verdict.h"

/* Sites that call newobject or its like, by the binary. */
typedef struct hw_objects {
    unsigned claimed;   /* a heap claim there can own it */
    unsigned unclaimed; /* none can, though the function is diagnosed */
    bool differs;       /* too many are unclaimed: the log is of another build. A single one proves
                           nothing, since the claim of a literal stands at its first line: of 446
                           in six services one was unclaimed, of 407 in the corpus none. */
} hw_objects;

hw_objects hw_objects_count(const hw_join_input *in, const hw_joined *joined);

#endif
