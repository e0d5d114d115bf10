/* drift/drift_state - the state of one comparison. */
#ifndef HW_DRIFT_DRIFT_STATE_H
#define HW_DRIFT_DRIFT_STATE_H

#include "base/mem.h"
#include "drift/drift_items.h"

/* Items that are neighbours: of one function, about one thing. */
typedef struct hw_drift_run {
    const hw_drift_item *at;
    size_t n;
} hw_drift_run;

/* An item without a partner, and between which neighbours it stands. */
typedef struct hw_drift_gap {
    uint32_t gap, at;
} hw_drift_gap;

/* A claim among others of the same key. */
typedef struct hw_drift_equal {
    hw_sid key;
    uint32_t at; /* in its run */
} hw_drift_equal;

/* One sentence about a parameter, and where its name is. */
typedef struct hw_drift_fact {
    hw_str text;
    size_t name_at, name_end;
} hw_drift_fact;

/* What is said of one parameter. */
typedef struct hw_drift_parameter {
    const hw_drift_item *at;
    size_t n;
    unsigned reach; /* how far it leaks; 0: not at all */
    hw_sid form;    /* of `keys`: all of it, in one form */
    hw_sid words;   /* of `strings`: all of it, as printed */
} hw_drift_parameter;

typedef struct hw_drifter {
    hw_drift *d;
    hw_strings *strings; /* of the claims: what rows refer to */
    hw_strings keys;
    hw_drift_scope scope;
    hw_drift_items side[HW_DRIFT_ENDS];
    const hw_values *values[HW_DRIFT_ENDS];     /* by claim; NULL: no profile is of that side */
    hw_sid package, variant;                    /* of the package at hand */
    HW_VEC(hw_drift_item) loose[HW_DRIFT_ENDS]; /* its claims without a partner so far */
    HW_VEC(hw_sid) keys_of[HW_DRIFT_ENDS];      /* of the runs that are aligned */
    HW_VEC(uint32_t) partner[HW_DRIFT_ENDS];
    HW_VEC(hw_drift_gap) gaps[HW_DRIFT_ENDS];
    HW_VEC(hw_drift_equal) equals[HW_DRIFT_ENDS];
    HW_VEC(hw_drift_item) left; /* calls without a partner */
    HW_VEC(hw_drift_parameter) parameters[HW_DRIFT_ENDS];
    HW_VEC(hw_drift_item) heads[HW_DRIFT_ENDS]; /* the first item of each parameter */
    HW_VEC(hw_drift_fact) facts;
    hw_buf text;
} hw_drifter;

enum { HW_UNIFIED_MINOR = 20 }; /* instances of generic functions are other code from then on */

/* What a PARAM or CLAIM speaks of. */
static inline const hw_claim *hw_drift_claim(const hw_claims *c, const hw_drift_item *item)
{
    return item->leak ? &c->leaks.at[item->at] : &c->list.at[item->at];
}

/* Fills `partner` of both sides. */
HW_MEM hw_drifter_align(hw_drifter *dr, const hw_drift_run run[HW_DRIFT_ENDS]);

/* Both Go versions are known, and only one of them is at least 1.`minor`. */
bool hw_drifter_crosses(const hw_drifter *dr, int minor);

void hw_drifter_free(hw_drifter *dr);

#endif
