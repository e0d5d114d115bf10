/* base/limit_table - the ceilings with their defaults filled in. */
#ifndef HW_BASE_LIMIT_TABLE_H
#define HW_BASE_LIMIT_TABLE_H

#include "heapwitness/limits.h"

/* The defaults of hw_limits where a field is 0; NULL: all of them. */
hw_limits hw_limits_filled(const hw_limits *given);

#endif
