/* run/gcflags - the user's -gcflags and ours in one list.
 *
 * The go command takes several -gcflags, each with a pattern, and gives a package the flags of the
 * last that matches and of no other. So ours come first, and are added to each of the user's that
 * would shadow them.
 */
#ifndef HW_RUN_GCFLAGS_H
#define HW_RUN_GCFLAGS_H

#include "run/go_words.h"

typedef struct hw_gcflags_plan {
    const hw_words *given;    /* values of the user's -gcflags, those of GOFLAGS first */
    const hw_words *patterns; /* packages to diagnose; empty: all */
    const char *json_dir;     /* for -json=0,DIR; NULL: the text only */
    const char *was, *is;     /* folders: patterns relative to `was` are written relative to `is` */
} hw_gcflags_plan;

/* The values that replace `given`, in this order. HW_USAGE where the go command would refuse a
 * value, or where the user's flags have a -json. */
hw_status hw_gcflags_merge(hw_arena *a, const hw_gcflags_plan *plan, hw_words *ret, hw_error *err);

/* "PATTERN=FLAGS" in its parts; pattern is empty for the packages on the command line. */
hw_status hw_gcflags_cut(hw_str value, hw_str *pattern, hw_str *flags, hw_error *err);
/* Whether some package may match both. */
bool hw_patterns_meet(hw_str a, hw_str b);

#endif
