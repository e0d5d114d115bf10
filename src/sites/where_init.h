/* sites/where_init - what has to be known before names can be compared.
 *
 * That is: the packages, the log's working directory, which block is package main, and which test
 * variants count.
 */
#ifndef HW_SITES_WHERE_INIT_H
#define HW_SITES_WHERE_INIT_H

#include "base/mem.h"
#include "sites/where.h"

/* `w` need not be set before; hw_where_free in any case. */
HW_MEM hw_where_init(hw_where *w, const hw_profile *profile, const hw_claims *claims);

#endif
