#include "verdict/objects.h"

#include "verdict/own_call.h"

static bool is_object(const hw_join *j, const hw_site_verdict *k)
{
    const hw_site *s = &j->sites->list.at[k->site];
    return hw_own_is_object(&s->allocation) && s->location != HW_NONE && s->line && !s->service &&
           !s->collector && k->diagnosed && !s->where.name.init && !s->where.name.generic;
}

hw_objects hw_objects_count(const hw_join *j)
{
    hw_objects r = {0};
    for (size_t i = 0; i < j->cases.len; i++) {
        const hw_site_verdict *k = &j->cases.at[i];
        if (!is_object(j, k) || k->crowded)
            continue;
        if (k->matches)
            r.claimed++;
        else
            r.unclaimed++;
    }
    r.differs = !j->filtered && hw_telling(r.unclaimed, r.unclaimed + r.claimed);
    return r;
}

void hw_objects_judge(hw_join *j)
{
    if (!hw_objects_count(j).differs)
        return;
    for (size_t i = 0; i < j->cases.len; i++) {
        hw_site_verdict *k = &j->cases.at[i];
        if (!is_object(j, k) || k->matches || !k->denied)
            continue;
        k->verdict = HW_CONTRADICTED;
        k->cause = HW_CAUSE_BUILD_MISMATCH;
        k->why = hw_cause_text(k->cause);
        k->basis = HW_BASIS_ALLOCATOR;
    }
}
