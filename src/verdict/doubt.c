#include "verdict/doubt.h"

#include "claims/sink.h"

/* The smallest objects of what the log does not show. */
enum {
    LEAST_GROUP = 72, /* of a map from and to words of 4 bytes or more */
    LEAST_CHAN = 96,
};

/* Numbers below 256 are never allocated, and the text of a value does not tell its type. */
static bool need_not_allocate(const hw_claim *c, int64_t size)
{
    return hw_claim_heap(c) && c->kind == HW_KIND_VALUE && size >= LEAST_GROUP;
}

/* A temporary lives as long as its function's frame. All objects but some are gone, so the function
 * has come back from most of its calls: what is still held may be of something else. */
static bool is_held(const hw_site *s, const hw_claim *c, int64_t size)
{
    int64_t made = s->values.v[HW_ALLOC_OBJECTS], held = s->values.v[HW_INUSE_OBJECTS];
    return !hw_claim_heap(c) && hw_kind_has((hw_kind)c->kind, HW_TRAIT_BUFFER) && held > 0 &&
           held < made && size >= LEAST_CHAN;
}

/* The last object is assigned to a package variable, and yet none is left. Only of an exact profile
 * that is known. */
static bool is_lost(const hw_join_input *in, const hw_site *s, const hw_claim *c)
{
    hw_flow_end end;
    if (in->profile->period != 1 || in->profile->delta ||
        !hw_profile_has(in->profile, HW_INUSE_OBJECTS) || s->values.v[HW_INUSE_OBJECTS] != 0 ||
        !hw_claim_heap(c) || !hw_kind_has((hw_kind)c->kind, HW_TRAIT_TYPE))
        return false;
    hw_claim_end(in->claims, c, &end);
    return end.kind == HW_SINK_GLOBAL;
}

const char *hw_doubt(const hw_join_input *in, const hw_joined *joined, const hw_site_claims *found)
{
    const hw_site *s = &in->sites->list.at[found->site];
    int64_t size = s->sizes ? in->sites->sizes.at[s->sizes_at].size : HW_SIZE_UNKNOWN;
    bool small = true, held = false, lost = true;
    for (uint32_t i = 0; i < found->matches; i++) {
        const hw_claim *c = &in->claims->list.at[joined->matches.at[found->matches_at + i].claim];
        small &= need_not_allocate(c, size);
        held |= is_held(s, c, size);
        lost &= is_lost(in, s, c);
    }
    if (small)
        return "the value may be a small number, which is not allocated, and what allocates "
               "without a "
               "claim has such sizes too";
    if (held)
        return "some of it is held though most calls have ended, which a temporary is not: "
               "something on the line may allocate without a claim";
    if (lost)
        return "the claim's last object is in a package variable, and none of these is held: "
               "something on the line may allocate without a claim";
    return NULL;
}
