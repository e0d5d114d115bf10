/* sites/decls - where the log says that functions are declared. */
#ifndef HW_SITES_DECLS_H
#define HW_SITES_DECLS_H

#include "base/mem.h"
#include "claims/enclosing.h"
#include "sites/where.h"

typedef struct hw_decls {
    const hw_claims *claims;
    const hw_where *where;
    hw_enclosing enclosing; /* them all, by place */
    HW_VEC(uint32_t) rank;  /* by declaration: its place in `enclosing.sorted` */
    hw_index index;         /* by package and name */
} hw_decls;

HW_MEM hw_decls_init(hw_decls *d, const hw_where *where, const hw_claims *claims);
void hw_decls_free(hw_decls *d);

/* The declaration of a function, by package and name as the log prints it; NULL: none, or several
 * that differ in place. */
const hw_decl *hw_decls_named(const hw_decls *d, hw_sid package, hw_sid name);
/* The line of the next top-level function behind it in its file; UINT32_MAX: none. */
uint32_t hw_decls_next_line(const hw_decls *d, const hw_decl *decl);

#endif
