/* verdict/subject - a site while it is judged. */
#ifndef HW_VERDICT_SUBJECT_H
#define HW_VERDICT_SUBJECT_H

#include "join/join.h"

typedef struct hw_subject {
    const hw_join_input *in;
    const hw_joined *joined;
    const hw_site *site;
    const hw_site_claims *found;
} hw_subject;

static inline hw_subject hw_subject_of(const hw_join_input *in, const hw_joined *joined, size_t i)
{
    const hw_site_claims *found = &joined->list.at[i];
    return (hw_subject){in, joined, &in->sites->list.at[found->site], found};
}

static inline const hw_match *hw_subject_match(const hw_subject *s, uint32_t i)
{
    return &s->joined->matches.at[s->found->matches_at + i];
}

static inline const hw_claim *hw_subject_claim(const hw_subject *s, uint32_t i)
{
    return &s->in->claims->list.at[hw_subject_match(s, i)->claim];
}

/* Which function was called is known. */
static inline bool hw_site_called(const hw_site *s)
{
    return s->allocation.callee != 0;
}

#endif
