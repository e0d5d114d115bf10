/* sites/where_main - which block is package main.
 *
 * Profiles call the package of every command `main`, logs call it by its import path.
 */
#ifndef HW_SITES_WHERE_MAIN_H
#define HW_SITES_WHERE_MAIN_H

#include "base/mem.h"
#include "sites/where.h"

/* Fills `mains`, the last part of hw_where_init. */
HW_MEM hw_where_find_mains(hw_where *w, const hw_profile *profile);

#endif
