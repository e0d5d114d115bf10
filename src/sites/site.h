/* sites/site - samples become sites.
 *
 * A site is one machine instruction that allocates, with all that the profile knows of it.
 */
#ifndef HW_SITES_SITE_H
#define HW_SITES_SITE_H

#include "base/mem.h"
#include "sites/where.h"

/* The bytes of one object size at one site. */
typedef struct hw_site_size {
    int64_t size; /* HW_SIZE_UNKNOWN: no label */
    hw_values values;
} hw_site_size;

typedef struct hw_site {
    uint32_t location;  /* into the profile, or HW_NONE: no stack or no lines */
    uint32_t leaf;      /* where `service` and the code is known: the leaf; else HW_NONE */
    bool service;       /* the leaf lies in the runtime; this is the first location outside it */
    bool collector;     /* a collection allocated this, which began inside the allocation */
    bool several_paths; /* more than one way led from its call to the allocator … */
    bool several_kinds; /* … but for slices and strings of that size there are two anyway */
    hw_allocation_call allocation; /* of the leaf */
    hw_frame_where where;          /* of the physical frame */
    uint32_t function;             /* the physical function, index */
    uint32_t line;                 /* physical */
    uint32_t place;   /* equal for sites of one function, line, inline chain, allocator and map */
    uint32_t sharing; /* of the site that a place is numbered by: the sites there */
    uint32_t sizes_at, sizes;
    uint32_t samples_at, samples; /* into hw_sites.by_site */
    hw_values values;
} hw_site;

typedef struct hw_sites {
    HW_VEC(hw_site) list;
    HW_VEC(hw_site_size) sizes; /* ascending in each site */
    HW_VEC(uint32_t) by_site;   /* sample indices, grouped by site */
    HW_VEC(uint32_t) frame_at;  /* by sample: where in its stack the site is */
    bool clamped;               /* a sum did not fit */
} hw_sites;

HW_MEM hw_sites_make(hw_sites *s, const hw_where *where, const hw_profile *profile);
void hw_sites_free(hw_sites *s);

/* Sorts by size and adds up what has one size; returns how many are left. *clamped is set where a
 * sum did not fit. */
size_t hw_sizes_merge(hw_site_size *at, size_t n, bool *clamped);

/* The function of a frame; one without a name and a file where it has none. */
const hw_function *hw_frame_function(const hw_profile *p, const hw_frame *f);

/* The frames of a site without the physical one, leaf first. */
const hw_frame *hw_site_inlined(const hw_profile *p, const hw_site *s, size_t *count);

#endif
