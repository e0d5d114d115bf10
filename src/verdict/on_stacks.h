/* verdict/on_stacks - whether a log and a profile speak of one program where no package of the log
 * has allocated anything. */
#ifndef HW_VERDICT_ON_STACKS_H
#define HW_VERDICT_ON_STACKS_H

#include "sites/where.h"

/* *package: one of the log's that a stack goes through; 0: there is none. Every program has a
 * package main, so that one counts only where its folder is called like the log's package. */
HW_MEM hw_package_on_stacks(const hw_where *where, const hw_profile *profile, hw_sid *package);

#endif
