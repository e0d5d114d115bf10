/* model/executable - a program's file that was given beside the profiles: what it says of its
 * build, and whether the profiles are of it.
 */
#ifndef HW_MODEL_EXECUTABLE_H
#define HW_MODEL_EXECUTABLE_H

#include "model/build_info.h"

typedef enum hw_fit {
    HW_FIT_UNKNOWN, /* nothing speaks for it or against it */
    HW_FIT_PROVEN,  /* build ids, or every function and line of the stacks */
    HW_FIT_OTHER,   /* the profiles are of another program, or of another build of it */
} hw_fit;

typedef struct hw_executable {
    hw_build_info build;
    bool listing; /* no program: what the compiler listed of one (-S); `build` has little */

    hw_fit fit;
    bool same_id;         /* proven by build ids */
    uint64_t compared;    /* locations whose frames both know */
    uint64_t differing;   /* … but state differently */
    uint64_t asked;       /* locations without frames */
    uint64_t symbolized;  /* … that have some now */
    uint64_t implausible; /* … whose address is no call in this program */
} hw_executable;

/* What it says of its build counts: the profiles are of it, or their lines are its own. */
static inline bool hw_executable_speaks(const hw_executable *x)
{
    return x->fit == HW_FIT_PROVEN || (x->fit == HW_FIT_UNKNOWN && x->symbolized);
}

/* One odd place proves nothing: compilers make functions of their own, generators move lines, tools
 * rewrite profiles. Several, and one in twenty of all, do. */
static inline bool hw_telling(uint64_t against, uint64_t all)
{
    enum { ONE_IN = 20 };
    return against > 1 && against >= all / ONE_IN;
}

#endif
