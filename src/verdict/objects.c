#include "verdict/objects.h"

#include "go/expression_type.h"
#include "join/own_call.h"

/* The closure that go and defer statements make of a call: only -m=2 has a claim of it. */
static bool may_be_wrapper(const hw_join_input *in, const hw_site *s)
{
    hw_str type = hw_strings_get(in->profile->strings, s->allocation.type);
    return !hw_join_explained(in) && (type.n == 0 || hw_type_is_closure(type));
}

static bool is_object(const hw_join_input *in, const hw_site_claims *found)
{
    const hw_site *s = &in->sites->list.at[found->site];
    if (may_be_wrapper(in, s))
        return false;
    return hw_own_is_object(&s->allocation) && s->location != HW_NONE && s->line && !s->service &&
           !s->collector && found->diagnosed && !s->where.name.init && !s->where.name.generic;
}

hw_objects hw_objects_count(const hw_join_input *in, const hw_joined *joined)
{
    hw_objects r = {0};
    for (size_t i = 0; i < joined->list.len; i++) {
        const hw_site_claims *found = &joined->list.at[i];
        if (!is_object(in, found) || found->crowded)
            continue;
        if (found->matches)
            r.claimed++;
        else
            r.unclaimed++;
    }
    r.differs = !in->filtered && hw_telling(r.unclaimed, r.unclaimed + r.claimed);
    return r;
}
