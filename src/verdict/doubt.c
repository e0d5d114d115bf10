#include "verdict/doubt.h"

#include "claims/sink.h"

/* The smallest objects of what the log does not show. */
enum {
    LEAST_GROUP = 72, /* of a map from and to words of 4 bytes or more */
    LEAST_CHAN = 96,
};

static bool is_empty(const hw_join_input *in, const hw_claim *c)
{
    return hw_str_ends(hw_claim_expr(in->claims, c), HW_STR("{}"));
}

/* Numbers below 256 are never allocated, nor are structs without fields, and the text does not tell
 * the type. A closure of that size would capture more than anybody writes. */
static bool need_not_allocate(const hw_join_input *in, const hw_claim *c, int64_t size)
{
    bool silent_append = in->world.go.min < hw_kind_rows[HW_KIND_APPEND].claimed_since;
    if (!hw_claim_heap(c))
        return false;
    switch (c->kind) {
    case HW_KIND_VALUE:
        return size >= LEAST_GROUP;
    case HW_KIND_COMPOSITE:
        return is_empty(in, c) && size >= LEAST_GROUP;
    case HW_KIND_NEW:
        return is_empty(in, c) && (size >= LEAST_CHAN || silent_append);
    case HW_KIND_CLOSURE:
        return size >= LEAST_CHAN;
    default:
        return false;
    }
}

/* So a slice grows, and up to Go 1.24 without a claim. */
static bool looks_grown(const hw_join_input *in, const hw_site *s, const hw_claim *c)
{
    const hw_seen_sizes seen = hw_join_sizes(in, s);
    return in->world.go.min < hw_kind_rows[HW_KIND_APPEND].claimed_since &&
           (c->kind == HW_KIND_CONCAT || c->kind == HW_KIND_CONVERSION) && hw_sizes_grow(&seen);
}

/* A map that grows has tables of 32 bytes, lists of them, and groups of which each is twice the one
 * before or nearly so (from Go 1.24). m[k]++ and keys without pointers leave no trace. Only an
 * exact profile has them all. */
static bool looks_like_map(const hw_join_input *in, const hw_site *s, const hw_claim *c)
{
    enum { TABLE = 32 };
    const hw_site_size *at = in->sites->sizes.at + s->sizes_at;
    bool table = false;
    int64_t last = 0;
    if (in->world.go.min < 24 || in->profile->period != 1 || s->sizes < 3 || !hw_claim_heap(c) ||
        hw_kind_has((hw_kind)c->kind, HW_TRAIT_MAP) || c->kind == HW_KIND_MAKE_MAP)
        return false;
    for (uint32_t i = 0; i < s->sizes; i++) {
        table |= at[i].size == TABLE;
        if (at[i].size <= TABLE)
            continue;
        if (at[i].size < LEAST_GROUP || at[i].size < last + last / 2)
            return false;
        last = at[i].size;
    }
    return table && last > 0;
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
    bool small = true, held = false, lost = true, grown = false, map = false;
    for (uint32_t i = 0; i < found->matches; i++) {
        const hw_claim *c = &in->claims->list.at[joined->matches.at[found->matches_at + i].claim];
        small &= need_not_allocate(in, c, size);
        grown |= looks_grown(in, s, c);
        map |= looks_like_map(in, s, c);
        held |= is_held(s, c, size);
        lost &= is_lost(in, s, c);
    }
    if (small)
        return "the claim need not have allocated (a small number, a struct without fields), and "
               "what allocates without a claim has such sizes too";
    if (grown)
        return "the sizes are those of a slice that grows, which has no claim before Go 1.25";
    if (map)
        return "the sizes are those of a map that grows, which has no claim";
    if (held)
        return "some of it is held though most calls have ended, which a temporary is not: "
               "something on the line may allocate without a claim";
    if (lost)
        return "the claim's last object is in a package variable, and none of these is held: "
               "something on the line may allocate without a claim";
    return NULL;
}
