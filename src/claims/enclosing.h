/* claims/enclosing - which function a claim stands in.
 *
 * From Go 1.25 an explanation says it ("in F"). Otherwise it is found by the
 * declarations (`can inline F`, `cannot inline F`: one for every function with a body, closures
 * too): the last one before the claim in its block and file. The log does not say where functions
 * end. A claim behind the start of a closure counts as inside it only where something further down
 * is known to be; else it is in the function around it. The answer is wrong only for initialisers
 * of variables that stand behind a function.
 */
#ifndef HW_CLAIMS_ENCLOSING_H
#define HW_CLAIMS_ENCLOSING_H

#include "model/claim.h"

typedef struct hw_enclosing {
    const hw_claims *claims;
    HW_VEC(uint32_t) sorted; /* all declarations: by block, file, line, column, log order */
    HW_VEC(uint32_t) parent; /* by declaration: that of the function around a closure, or HW_NONE */
    HW_VEC(uint64_t) until;  /* by declaration: line << 32 | column that it surely reaches to */
} hw_enclosing;

/* After a failure hw_enclosing_free, too. `claims` must not change meanwhile. */
HW_MEM hw_enclosing_init(hw_enclosing *o, const hw_claims *claims);
void hw_enclosing_free(hw_enclosing *o);

/* <, =, > 0 as by block, file, line, column. */
int hw_place_cmp(const hw_place *a, const hw_place *b);

/* The last declaration of the same block and file that does not come behind the place; NULL: there
 * is none. This and the next function take O(log n). */
const hw_decl *hw_enclosing_before(const hw_enclosing *o, const hw_place *p);

/* The innermost function that is known to enclose the claim, as the log names it: closures by their
 * own names, instances of generics with their types. 0: not known. *exact: the log itself names it.
 */
hw_sid hw_claim_function(const hw_enclosing *o, const hw_claim *c, bool *exact);

/* The function that is declared at the top level: "(*T).M" of "(*T).M.func1.2", "F" of "F-range1"
 * and of "F.gowrap1"; "init" for what initialises package variables ("glob..func1", "map.init.0").
 * Names of closures differ between Go versions, these do not. */
hw_str hw_function_outer(hw_str name);

#endif
