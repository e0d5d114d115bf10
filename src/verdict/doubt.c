#include "verdict/doubt.h"

#include "claims/sink.h"
#include "verdict/cause.h"

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
    if (!hw_claim_heap(c))
        return false;
    switch (c->kind) {
    case HW_KIND_VALUE:
        return size >= LEAST_GROUP;
    case HW_KIND_COMPOSITE:
        return is_empty(in, c) && size >= LEAST_GROUP;
    case HW_KIND_NEW:
        return is_empty(in, c) && (size >= LEAST_CHAN || hw_join_silent_append(in));
    case HW_KIND_CLOSURE:
        return size >= LEAST_CHAN;
    default:
        return false;
    }
}

/* A map that grows has tables of 32 bytes, lists of them, and groups of which each is twice the one
 * before or nearly so (from Go 1.24). m[k]++ and keys without pointers leave no trace. Only an
 * exact profile has them all. */
static bool are_of_map(const hw_join_input *in, const hw_seen_sizes *seen)
{
    enum { TABLE = 32 };
    bool table = false;
    int64_t last = 0;
    if (in->world.go.min < 24 || !seen->exact || seen->n < 3)
        return false;
    for (size_t i = 0; i < seen->n; i++) {
        int64_t size = seen->at[i].size;
        table |= size == TABLE;
        if (size <= TABLE)
            continue;
        if (size < LEAST_GROUP || size < last + last / 2)
            return false;
        last = size;
    }
    return table && last > 0;
}

static bool is_of_map(const hw_claim *c)
{
    return !hw_claim_heap(c) || hw_kind_has((hw_kind)c->kind, HW_TRAIT_MAP) ||
           c->kind == HW_KIND_MAKE_MAP;
}

static bool is_string(const hw_claim *c)
{
    return c->kind == HW_KIND_CONCAT || c->kind == HW_KIND_CONVERSION;
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

const char *hw_doubt(const hw_subject *s)
{
    const hw_seen_sizes seen = hw_join_sizes(s->in, s->site);
    int64_t size = seen.n ? seen.at[0].size : HW_SIZE_UNKNOWN;
    bool of_slice = hw_join_silent_append(s->in) && hw_sizes_grow(&seen);
    bool of_map = are_of_map(s->in, &seen);
    bool small = true, held = false, lost = true, grown = false, map = false;
    for (uint32_t i = 0; i < s->found->matches; i++) {
        const hw_claim *c = hw_subject_claim(s, i);
        small &= need_not_allocate(s->in, c, size);
        grown |= of_slice && is_string(c);
        map |= of_map && !is_of_map(c);
        held |= is_held(s->site, c, size);
        lost &= is_lost(s->in, s->site, c);
    }
    if (small)
        return "the claim need not have allocated (a small number, a struct without fields), and "
               "what allocates without a claim has such sizes too";
    if (grown) /* up to Go 1.24 */
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

/* ---- beside other sites of its line ---- */

/* A claim that is often right without an allocation: of a small number, a struct without fields, a
 * string of one character. Before Go 1.25, where an append has no claim, other strings and slices
 * count as well. */
static bool is_optional(const hw_subject *s, const hw_claim *c, bool append)
{
    switch (c->kind) {
    case HW_KIND_VALUE:
    case HW_KIND_COMPOSITE:
        return true;
    case HW_KIND_NEW:
        return is_empty(s->in, c);
    case HW_KIND_CONVERSION:
        return append || hw_str_starts(hw_claim_expr(s->in->claims, c), HW_STR("string(rune("));
    case HW_KIND_CONCAT:
    case HW_KIND_MAKE_SLICE:
        return append && hw_claim_heap(c); /* others are judged by their columns */
    default:
        return false;
    }
}

/* The site may be of something without a claim, which is larger than numbers and strings, but for
 * the slices of an append. */
bool hw_doubt_beside(const hw_subject *s, int64_t most)
{
    enum { RECORD = 48, STRING = 16 };
    const hw_seen_sizes seen = hw_join_sizes(s->in, s->site);
    bool silent = hw_join_silent_append(s->in) &&
                  !s->site->where.name.generic; /* instances have sites of their own */
    uint32_t optional = 0;
    for (uint32_t i = 0; i < s->found->matches; i++)
        optional += is_optional(s, hw_subject_claim(s, i), silent);
    if (optional == 0 || !seen.known || seen.n != 1)
        return false;
    int64_t size = seen.at[0].size;
    silent = silent && optional == s->found->matches;
    return size >= LEAST_CHAN || size == RECORD || (silent && size > STRING) ||
           (seen.exact && !hw_boxes_arguments(s) && s->site->values.v[HW_ALLOC_OBJECTS] < most);
}
