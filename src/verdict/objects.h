/* verdict/objects - the hard rule: no matching build allocates an object that no claim mentions. */
#ifndef HW_VERDICT_OBJECTS_H
#define HW_VERDICT_OBJECTS_H

#include "verdict/site_verdict.h"

/* Sites that call newobject or its like, by the binary. */
typedef struct hw_objects {
    unsigned claimed;   /* a heap claim there can own it */
    unsigned unclaimed; /* none can, though the function is diagnosed */
    bool differs;       /* too many unclaimed: the log is of another build. A claim of a literal
                           stands at its first line, so single ones prove nothing: of 446 in six
                           services one was unclaimed, of 407 in the corpus none. */
} hw_objects;

hw_objects hw_objects_count(const hw_join_input *in, const hw_joined *joined);
/* After judging: where the builds differ by this rule, sites of which a claim says the opposite are
 * contradicted by the build. */
void hw_objects_judge(const hw_join_input *in, const hw_joined *joined, hw_site_verdicts *verdicts);

#endif
