/* sites/stats - how sure a sampled value is. docs/sampling.md has the derivation.
 *
 * A heap profile's value is scaled up: n samples of size S at rate R were written as
 * n / (1 - e^(-S/R)) objects. n is recovered from the space, since the count was truncated.
 */
#ifndef HW_SITES_STATS_H
#define HW_SITES_STATS_H

#include "model/finding.h"
#include "sites/site.h"

typedef struct hw_estimate {
    bool known;  /* the rate and every size are known, and nothing is negative */
    int64_t raw; /* samples behind the value */
    int64_t stderr_space;
    hw_interval interval; /* 95 % */
} hw_estimate;

/* `space` is HW_ALLOC_SPACE or HW_INUSE_SPACE; `rate` in bytes, 0 unknown, 1: exact. */
hw_estimate hw_estimate_space(const hw_site_size *sizes, size_t n, hw_value space, int64_t rate);

/* The x that a gamma variable of that shape, and scale 1, stays below with probability p: 0.025 or
 * 0.975. The shape is 0.1 or more; those of counts are 1/4 at least. */
double hw_gamma_quantile(double p, double shape);

#endif
