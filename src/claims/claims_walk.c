#include "claims/claims_walk.h"

static bool precedes(const hw_claim *a, const hw_claim *b)
{
    if (a->place.block != b->place.block)
        return a->place.block < b->place.block;
    return a->at < b->at;
}

void hw_claims_walk(const hw_summary *summary, bool (*each)(void *ctx, const hw_claim *c),
                    void *ctx)
{
    const hw_claims *set = summary->claims;
    const hw_selection *s = &summary->selection;
    size_t i = 0, k = 0;
    for (bool on = true; on && i + k < set->list.len + set->leaks.len;) {
        bool leak = i == set->list.len ||
                    (k < set->leaks.len && precedes(&set->leaks.at[k], &set->list.at[i]));
        if (hw_selected(s, leak ? &s->leaks : &s->claims, leak ? k : i))
            on = each(ctx, leak ? &set->leaks.at[k] : &set->list.at[i]);
        *(leak ? &k : &i) += 1;
    }
}
