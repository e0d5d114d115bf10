/* drift/drift_items - one side, ready to be aligned: what it says, by package and function. */
#ifndef HW_DRIFT_DRIFT_ITEMS_H
#define HW_DRIFT_DRIFT_ITEMS_H

#include "base/mem.h"
#include "claims/enclosing.h"
#include "model/difference.h"

typedef enum hw_drift_about {
    HW_ABOUT_DECL,
    HW_ABOUT_CALL,
    HW_ABOUT_PARAM,
    HW_ABOUT_CLAIM
} hw_drift_about;

typedef struct hw_drift_item {
    hw_sid package;  /* with its variant */
    hw_sid function; /* at the top level; 0: none, initialisers of variables, or not known */
    uint8_t about;   /* hw_drift_about */
    bool heap;       /* a claim that says heap */
    bool leak;       /* of PARAM: in hw_claims.leaks, else in .list */
    bool loose;      /* its function is a guess that may be wrong */
    bool generic;    /* printed once for each instance of a function */
    bool made;       /* in a function that the compiler makes: it has neither name nor line */
    uint32_t file;   /* rank of its base name */
    uint32_t line, col;
    hw_sid key;    /* what it speaks of */
    uint32_t tie;  /* orders what stands at one place, the same in every run */
    uint32_t at;   /* into decls, inlinings, leaks or list */
    uint32_t decl; /* of a func literal: its declaration; HW_NONE */
} hw_drift_item;

/* Which functions a log tells apart. -m alone does not declare those that cannot be inlined. With
 * inlining off, and in filtered logs, none is declared. */
typedef enum hw_drift_depth { HW_DEPTH_NONE, HW_DEPTH_INLINABLE, HW_DEPTH_ALL } hw_drift_depth;

/* What can be compared: that which both sides would say. */
typedef struct hw_drift_scope {
    hw_drift_depth depth;
    bool heap, stack, params, calls, flows;
    bool wrappers; /* what only an explanation names can be told from other claims */
} hw_drift_scope;

typedef struct hw_drift_items {
    const hw_claims *claims;
    HW_VEC(hw_drift_item) list; /* sorted by package, function, about, place */
} hw_drift_items;

/* What a log is able to say, and what two are. */
hw_drift_scope hw_drift_scope_of(const hw_claims *c);
hw_drift_scope hw_drift_scope_common(hw_drift_scope x, hw_drift_scope y);

/* `keys` is the table of packages, functions and keys, for both sides. To be freed in any
 * case. */
HW_MEM hw_drift_items_make(hw_drift_items *side, const hw_claims *claims,
                           const hw_drift_scope *scope, hw_strings *keys);
void hw_drift_items_free(hw_drift_items *side);

/* Ranks the files of both sides by name, then sorts. */
HW_MEM hw_drift_items_sort(hw_drift_items side[HW_DRIFT_ENDS], const hw_strings *keys);

#endif
