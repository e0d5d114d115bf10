#include "verdict/doubt.h"

#include "claims/route.h"
#include "claims/sink.h"
#include "go/size_class.h"
#include "join/call_rules.h"
#include "verdict/cause.h"

/* The smallest objects of what the log does not show. */
enum {
    LEAST_GROUP = 72, /* of a map from and to words of 4 bytes or more */
    LEAST_CHAN = 96,
    TINY_BLOCK = 16,
    RECORD = 48, /* of a defer in a loop */
};

static bool is_empty(const hw_join_input *in, const hw_claim *c)
{
    return hw_str_ends(hw_claim_expr(in->claims, c), HW_STR("{}"));
}

/* "return &T{}" is all of its line: before the word is no room for a statement, and what is
 * returned is nothing else. */
static bool is_returned_alone(const hw_join_input *in, const hw_claim *c)
{
    enum { LAST_COLUMN = 4 };
    hw_step flow, from;
    hw_str returned;
    if (c->route == HW_NONE)
        return false;
    hw_route_end(in->claims, &in->claims->routes.at[c->route], &flow, &from);
    returned = from.from;
    return hw_str_cut_prefix(&returned, HW_STR("return ")) &&
           hw_str_eq(returned, hw_claim_expr(in->claims, c)) && from.line == c->place.line &&
           from.col <= LAST_COLUMN && from.col + sizeof "return" == c->place.col;
}

/* Numbers below 256 are never allocated, nor are structs without fields, and the text does not tell
 * the type. A closure of that size would capture more than anybody writes. */
static bool need_not_allocate(const hw_subject *s, const hw_claim *c, int64_t size)
{
    const hw_join_input *in = s->in;
    bool inlined = hw_call_is_inlined(in, s->found->site, c);
    size_t depth;
    if (!hw_claim_heap(c))
        return false;
    switch (c->kind) {
    case HW_KIND_VALUE:
        return size >= LEAST_GROUP;
    case HW_KIND_COMPOSITE:
        return is_empty(in, c) && size >= LEAST_GROUP;
    case HW_KIND_NEW:
        return is_empty(in, c) && !is_returned_alone(in, c) &&
               (size >= LEAST_CHAN || hw_join_silent_append(in));
    case HW_KIND_CLOSURE:
        return size >= LEAST_CHAN;
    case HW_KIND_MAKE_SLICE: /* fused with a copy, it is charged to the caller of the function */
        return in->world.go.min <= 25 && hw_own_fusible_make(in->claims, c) && !inlined &&
               size >= LEAST_CHAN;
    case HW_KIND_MOVED: /* in the call that is inlined there, of which the site is not */
        hw_site_inlined(in->profile, s->site, &depth);
        return inlined && depth == 0 && size >= LEAST_CHAN;
    default:
        return false;
    }
}

/* A part of what is claimed goes through it: the steps of its way say so. */
static bool is_part(const hw_join_input *in, const hw_claim *part, const hw_claim *whole)
{
    enum { STEPS = 16 };
    hw_step step;
    uint64_t cursor = 0;
    if (part->route == HW_NONE)
        return false;
    const hw_route *route = &in->claims->routes.at[part->route];
    for (int i = 0; i < STEPS && hw_route_step(in->claims, route, &cursor, &step); i++)
        if (!step.is_flow && step.line == whole->place.line && step.col == whole->place.col)
            return true;
    return false;
}

/* The line has claims that are not all of one expression: it does several things, and perhaps some
 * that have no claim. */
static bool has_others(const hw_subject *s)
{
    const hw_claim *first = NULL;
    for (uint32_t k = 0; k < s->found->matches; k++) {
        const hw_claim *c = hw_subject_claim(s, k);
        if (hw_kind_has((hw_kind)c->kind, HW_TRAIT_VALUE))
            continue; /* arguments of one call */
        first = first ? first : c;
        if (c->place.col != first->place.col && !is_part(s->in, c, first) &&
            !is_part(s->in, first, c))
            return true;
    }
    hw_item_run run = hw_lines_run(&s->in->lines->claim, s->in->site_lines[s->found->site].line);
    for (size_t i = 0; i < run.n && i < s->in->max_candidates; i++) {
        const hw_claim *c = &s->in->claims->list.at[run.at[i]];
        bool own = c->kind == HW_KIND_DOTS || c->kind == HW_KIND_PARAMETER;
        for (uint32_t k = 0; k < s->found->matches && !own; k++)
            own = hw_subject_claim(s, k)->place.col == c->place.col ||
                  is_part(s->in, c, hw_subject_claim(s, k));
        if (!own)
            return true;
    }
    return false;
}

/* A map that grows has tables of 32 bytes, lists of them, and groups of which each is twice the one
 * before or nearly so (from Go 1.24). m[k]++ and keys without pointers leave no trace. Only an
 * exact profile has them all. Of a sampled one a few such objects are a doubt where a slice of any
 * length would have more. */
static bool are_of_map(const hw_subject *s, const hw_seen_sizes *seen, const hw_claim *c,
                       bool others)
{
    enum { GROUPS = 3, SMALL = 65536 };
    const hw_map_sizes map = hw_sizes_of_map(seen);
    if (s->in->world.go.min < 24 || map.least < LEAST_GROUP)
        return false;
    if (seen->exact)
        return seen->n >= GROUPS && map.table;
    bool few = s->site->values.v[HW_ALLOC_OBJECTS] <= 2 * (int64_t)map.groups &&
               seen->at[seen->n - 1].size <= SMALL;
    bool grown = map.table || others || (few && c->kind == HW_KIND_MAKE_SLICE);
    return (map.groups >= GROUPS && grown) ||
           (map.groups > 0 && map.groups < GROUPS && others && few);
}

static bool is_of_map(const hw_claim *c)
{
    return hw_kind_has((hw_kind)c->kind, HW_TRAIT_MAP) || c->kind == HW_KIND_MAKE_MAP ||
           (!hw_claim_heap(c) && c->kind != HW_KIND_MAKE_SLICE);
}

/* Strings and slices, of whatever length. */
static bool has_length(const hw_claim *c)
{
    return c->kind == HW_KIND_CONCAT || c->kind == HW_KIND_CONVERSION ||
           (c->kind == HW_KIND_MAKE_SLICE && hw_claim_heap(c));
}

/* An object that may be smaller than a block of 16 bytes. It may lie in the block of another one,
 * and then nothing is recorded of it. */
static bool may_share(const hw_join_input *in, const hw_claim *c)
{
    const hw_kind_row *row = &hw_kind_rows[c->kind];
    return hw_claim_heap(c) && row->heap.calls & HW_BY_OBJECT && !(row->traits & HW_TRAIT_FUNC) &&
           c->kind != HW_KIND_DOTS && !hw_own_exact_size(in->claims, c, TINY_BLOCK);
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
    case HW_KIND_CLOSURE: /* it may capture nothing, other than that of a go or defer call */
        return hw_claim_heap(c) && !(c->flags & HW_CLAIM_HEADER_ONLY);
    case HW_KIND_CONCAT:
    case HW_KIND_MAKE_SLICE:
        return append && hw_claim_heap(c); /* others are judged by their columns */
    default:
        return false;
    }
}

/* With -m alone nothing is said of the closures that go and defer calls make, and never of the
 * record of a defer. Where these stand on one line with something else, it has a closure at least:
 * a function that is called there, or the body of a range over a function. */
static bool may_be_deferred(const hw_subject *s, const hw_seen_sizes *seen)
{
    enum { WORD = 8, LARGEST = 64 };
    int64_t size = seen->n == 1 ? seen->at[0].size : 0;
    if (hw_join_explained(s->in) ? size != RECORD
                                 : size != WORD && (size < TINY_BLOCK || size > LARGEST))
        return false;
    hw_item_run run = hw_lines_run(&s->in->lines->claim, s->in->site_lines[s->found->site].line);
    bool closure = false;
    const hw_claim *own = s->found->matches == 1 ? hw_subject_claim(s, 0) : NULL;
    for (size_t i = 0; i < run.n && i < s->in->max_candidates && !closure; i++) {
        const hw_claim *c = &s->in->claims->list.at[run.at[i]];
        closure = c->kind == HW_KIND_CLOSURE && !(own && c->place.col == own->place.col);
    }
    return closure;
}

const char *hw_doubt(const hw_subject *s)
{
    const hw_seen_sizes seen = hw_join_sizes(s->in, s->site);
    int64_t size = seen.n ? seen.at[0].size : HW_SIZE_UNKNOWN;
    bool of_slice = hw_join_silent_append(s->in) && hw_sizes_grow(&seen);
    bool others = has_others(s);
    bool small = true, held = false, lost = true, grown = false, map = false, shared = false,
         stack = true, object = true, optional = false, exact = false;
    for (uint32_t i = 0; i < s->found->matches; i++) {
        const hw_claim *c = hw_subject_claim(s, i);
        small &= need_not_allocate(s, c, size);
        grown |= of_slice && has_length(c);
        shared |= may_share(s->in, c);
        stack &= !hw_claim_heap(c);
        object &= hw_claim_heap(c) && !has_length(c) && c->kind != HW_KIND_APPEND;
        optional |= hw_claim_heap(c) && is_optional(s, c, true);
        exact |= size > TINY_BLOCK && hw_own_exact_size(s->in->claims, c, size) &&
                 (seen.exact || !hw_join_silent_append(s->in));
        map |= !is_of_map(c) && are_of_map(s, &seen, c, others);
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
    if (others && seen.n == 1 && size >= LEAST_GROUP && !exact && object)
        return "the line does more than what the claim speaks of, and what allocates without a "
               "claim has such sizes too";
    if (others && seen.n == 1 && size == TINY_BLOCK && shared)
        return "the claim's objects may lie in blocks of others, and this may be one: what else "
               "the line does may allocate without a claim";
    if (others && seen.n > 0 && stack && (seen.n > 1 || size >= LEAST_CHAN))
        return "the line does more than what the claim speaks of, and that may allocate without a "
               "claim";
    if ((others || (s->found->matches > 1 && (seen.n > 1 || !hw_join_explained(s->in)))) &&
        hw_join_silent_append(s->in) && optional && !exact)
        return "the claim need not have allocated, and an append has no claim before Go 1.25";
    if (may_be_deferred(s, &seen))
        return "what go and defer calls need need not have a claim: the line has a function in "
               "which they may stand";
    if (held)
        return "some of it is held though most calls have ended, which a temporary is not: "
               "something on the line may allocate without a claim";
    if (lost)
        return "the claim's last object is in a package variable, and none of these is held: "
               "something on the line may allocate without a claim";
    return NULL;
}

/* ---- beside other sites of its line ---- */

/* A type assertion or switch, which leaves no trace, makes its cache once or twice while the rest
 * of the line runs each time. */
static bool may_be_cache(const hw_subject *s, const hw_seen_sizes *seen, int64_t most)
{
    enum { TWICE = 2, MANY = 16 };
    return seen->exact && seen->n == 1 && hw_size_of_type_cache(seen->at[0].size) &&
           s->in->world.go.max >= 22 && s->site->values.v[HW_ALLOC_OBJECTS] <= TWICE &&
           most >= MANY;
}

/* The site may be of something without a claim, which is larger than numbers and strings, but for
 * the slices of an append. */
bool hw_doubt_beside(const hw_subject *s, int64_t most)
{
    enum { STRING = 16 };
    const hw_seen_sizes seen = hw_join_sizes(s->in, s->site);
    bool silent = hw_join_silent_append(s->in) &&
                  !s->site->where.name.generic; /* instances have sites of their own */
    uint32_t optional = 0, grown = 0;
    bool argument = false; /* a slice of three values has the size of a defer's record */
    for (uint32_t i = 0; i < s->found->matches; i++) {
        hw_kind kind = (hw_kind)hw_subject_claim(s, i)->kind;
        optional += is_optional(s, hw_subject_claim(s, i), silent);
        grown += kind == HW_KIND_APPEND &&
                 !hw_call_is_inlined(s->in, s->found->site, hw_subject_claim(s, i));
        argument |= kind == HW_KIND_DOTS;
    }
    if (may_be_cache(s, &seen, most))
        return true;
    /* Of two appends one had room, or there is no sample of it. */
    if (grown == s->found->matches && grown > 1 && !seen.exact)
        optional = grown;
    if (optional == 0 || !seen.known || seen.n != 1)
        return false;
    int64_t size = seen.at[0].size;
    silent = silent && (!seen.exact || (optional == s->found->matches && size > STRING));
    return size >= LEAST_CHAN || (size == RECORD && !argument) || silent ||
           (seen.exact && !hw_boxes_arguments(s) && s->site->values.v[HW_ALLOC_OBJECTS] < most);
}
