#include "join/spent.h"

#include "base/mem.h"

/* The smallest object that is allocated without a claim and leaves no hint: the record of a defer.
 * (A map from and to words of a byte or two has smaller groups.) */
enum { LEAST_SILENT = 48 };

static bool has_one_size(const hw_claim *c)
{
    hw_size_rule r = hw_kind_rows[c->kind].heap.sizes;
    return hw_claim_heap(c) && (r == HW_SIZES_ONE || r == HW_SIZES_CLOSURE);
}

/* The claim that the site is of beyond doubt, or HW_NONE. */
static uint32_t claim_of(const hw_join_input *in, const hw_joined *joined, const hw_site_claims *of)
{
    const hw_site *s = &in->sites->list.at[of->site];
    const hw_seen_sizes seen = hw_join_sizes(in, s);
    const hw_match *m = of->matches == 1 ? &joined->matches.at[of->matches_at] : NULL;
    bool certain = m && m->own == HW_OWN_YES && has_one_size(&in->claims->list.at[m->claim]) &&
                   seen.known && seen.n == 1 && seen.at[0].size < LEAST_SILENT;
    return certain && !s->allocation.callee && !of->silent && !of->crowded ? m->claim : HW_NONE;
}

static void remove_claim(const hw_join_input *in, hw_joined *joined, hw_site_claims *of,
                         uint32_t claim)
{
    uint32_t kept = 0;
    hw_match *m = &joined->matches.at[of->matches_at];
    if (of->matches < 2 || in->sites->list.at[of->site].allocation.callee)
        return;
    for (uint32_t i = 0; i < of->matches; i++)
        if (m[i].claim != claim)
            m[kept++] = m[i];
    of->matches = kept;
}

HW_MEM hw_spent_remove(const hw_join_input *in, hw_joined *joined)
{
    size_t n = joined->list.len;
    if (hw_join_silent_append(in))
        return HW_MEM_OK; /* an append may have made the other one */
    uint32_t *spent = hw_mem_alloc(n ? n : 1, sizeof *spent);
    if (!spent)
        return HW_MEM_OUT;
    for (size_t i = 0; i < n; i++)
        spent[i] = HW_NONE;
    for (size_t i = 0; i < n; i++) {
        uint32_t claim = claim_of(in, joined, &joined->list.at[i]);
        if (claim != HW_NONE)
            spent[in->sites->list.at[i].place] = claim;
    }
    for (size_t i = 0; i < n; i++) {
        uint32_t claim = spent[in->sites->list.at[i].place];
        if (claim != HW_NONE)
            remove_claim(in, joined, &joined->list.at[i], claim);
    }
    hw_mem_free(spent);
    return HW_MEM_OK;
}
