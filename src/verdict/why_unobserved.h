/* verdict/why_unobserved - why a claim has no bytes, as the program's code tells.
 *
 * The program has no call where the claim stands, or one that never ran. Where two causes are
 * possible none is stated.
 */
#ifndef HW_VERDICT_WHY_UNOBSERVED_H
#define HW_VERDICT_WHY_UNOBSERVED_H

#include "base/mem.h"
#include "claims/enclosing.h"
#include "join/join_input.h"
#include "model/finding.h"

typedef struct hw_why_unobserved {
    const hw_audit *audit; /* of the survey; NULL: the code is not at hand */
    bool exact;            /* every allocation is in the profile: what it does not show, was not */
    uint32_t *finding; /* by claim: the first finding of the survey that it owns, + 1; 0: none */
    uint8_t *linked;   /* by sid of a plain name: it is in the program */
    uint8_t *inlined;  /* by sid of a plain name of the log: some call of it was inlined */
    uint8_t *merges;   /* by sid of a name: the function has variables in one allocation */
    HW_VEC(uint64_t) lines; /* in some stack, sorted: sid of the function << 32 | line */
    size_t strings;         /* length of the three */
    hw_go_range go;         /* the versions that the build can be of */
} hw_why_unobserved;

/* `audit` may be NULL. To be freed in any case. */
HW_MEM hw_why_unobserved_init(hw_why_unobserved *c, const hw_audit *audit, const hw_join_input *in);
void hw_why_unobserved_free(hw_why_unobserved *c);

/* The cause of claim number `i`, which says heap; UNKNOWN where the code does not tell. `d`: the
 * declaration of its function, or NULL. `name`: the function's plain name as a profile has it.
 * `called`: as a log has it, without what a closure is called in it. */
hw_cause hw_why_unobserved_cause(const hw_why_unobserved *c, uint32_t i, const hw_claim *claim,
                                 const hw_decl *d, hw_sid name, hw_sid called);

#endif
