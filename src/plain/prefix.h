/* plain/prefix - what CI systems, containers and tools put before every line of a log: time stamps,
 * names of services and pods, line numbers of grep, steps of a build. */
#ifndef HW_PLAIN_PREFIX_H
#define HW_PLAIN_PREFIX_H

#include "base/str.h"

typedef struct hw_prefix {
    bool any;    /* most diagnostics of the log have one */
    hw_str same; /* words that all lines begin with, of which no row of prefix.c knows; a view */
} hw_prefix;

/* Looks at the first diagnostics of a log. */
hw_prefix hw_prefix_of(hw_str text);
/* Bytes before the line's own text; 0 where there is nothing known. */
size_t hw_prefix_length(const hw_prefix *p, hw_str line);

#endif
