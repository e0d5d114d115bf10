#include "join/narrow.h"

#include "base/mem.h"
#include "join/own_call.h"

/* A site with its matches. */
typedef struct subject {
    const hw_join_input *in;
    const hw_site *site;
    hw_site_claims *found;
    hw_match *at;
} subject;

static subject subject_of(const hw_join_input *in, hw_joined *joined, size_t i)
{
    hw_site_claims *found = &joined->list.at[i];
    hw_match *at = found->matches ? &joined->matches.at[found->matches_at] : NULL;
    return (subject){in, &in->sites->list.at[found->site], found, at};
}

static const hw_claim *claim_of(const subject *s, uint32_t i)
{
    return &s->in->claims->list.at[s->at[i].claim];
}

/* ---- one site ---- */

/* What allocates and is made a value of an interface is claimed twice: as itself, and as that. */
static bool is_converted(const subject *s, uint32_t i)
{
    const hw_claim *c = claim_of(s, i);
    bool allocates = hw_kind_has((hw_kind)c->kind, HW_TRAIT_MAKE | HW_TRAIT_BUFFER) ||
                     hw_kind_is_slice((hw_kind)c->kind);
    if (!allocates || c->flags & HW_CLAIM_ZERO_SIZE || s->in->world.go.min < 20)
        return true;
    for (uint32_t k = 0; k < s->found->matches; k++) {
        const hw_claim *o = claim_of(s, k);
        if (k != i && o->place.col == c->place.col &&
            hw_str_eq(hw_claim_expr(s->in->claims, o), hw_claim_expr(s->in->claims, c)))
            return true;
    }
    return false;
}

typedef enum likeness { OTHERS, UNLIKELY, LIKELY } likeness;

/* How likely a claim that can make the call is the one that made it. Values of interfaces are boxed
 * by functions of their own, and constants are read-only data: both are taken only where nothing
 * else is left. */
static likeness likeness_of(const subject *s, uint32_t i)
{
    const hw_claim *c = claim_of(s, i);
    hw_type_fit fit = hw_join_type_fit(s->in, s->site, c);
    bool values = s->site->allocation.family == HW_FAMILY_CONVERT;
    if (fit == HW_TYPE_NO)
        return OTHERS;
    s->at[i].named = fit == HW_TYPE_YES;
    /* The only call that makes a map of whatever type: a literal that is surely one comes first. */
    if (c->kind == HW_KIND_COMPOSITE && s->site->allocation.family == HW_FAMILY_MAP &&
        !s->site->allocation.type && s->in->sites->list.at[s->site->place].sharing == 1)
        return UNLIKELY;
    if (hw_own_is_object(&s->site->allocation)) {
        hw_str type = hw_strings_get(s->in->profile->strings, s->site->allocation.type);
        bool array = hw_str_starts(type, HW_STR("["));
        if (c->kind == HW_KIND_COMPOSITE && type.n && !array)
            return UNLIKELY;
        if (hw_kind_has((hw_kind)c->kind, HW_TRAIT_VALUE))
            return fit == HW_TYPE_YES ? LIKELY : UNLIKELY;
    }
    return hw_kind_has((hw_kind)c->kind, HW_TRAIT_CALL) || (values && !is_converted(s, i))
               ? UNLIKELY
               : LIKELY;
}

/* Keeps the claims that fit best. Where none does, the log says it in a way that is not understood:
 * all of them may. */
static void keep_types(const subject *s)
{
    likeness likes[HW_MATCHES_MAX], best = OTHERS;
    uint32_t kept = 0;
    for (uint32_t i = 0; i < s->found->matches; i++) {
        likes[i] = likeness_of(s, i);
        best = likes[i] > best ? likes[i] : best;
    }
    bool none = best == OTHERS && hw_expression_decides(s->site->allocation.family);
    for (uint32_t i = 0; i < s->found->matches; i++) {
        if (likes[i] < best || none)
            continue;
        s->at[kept] = s->at[i];
        if (best == OTHERS)
            s->at[kept].own = HW_OWN_MAYBE;
        kept++;
    }
    s->found->matches = kept;
    s->found->other_types = best == OTHERS && kept > 0;
}

static void mark_sizes(const subject *s)
{
    const hw_seen_sizes sizes = hw_join_sizes(s->in, s->site);
    for (uint32_t i = 0; i < s->found->matches; i++)
        s->at[i].named = hw_claim_heap(claim_of(s, i)) && sizes.known && sizes.n == 1 &&
                         hw_own_exact_size(s->in->claims, claim_of(s, i), sizes.at[0].size);
}

/* ---- all sites: an expression has one type ---- */

/* The type of a claim's object, where it is known. In generic code one claim has several. */
static hw_sid type_of(const subject *s)
{
    const hw_allocation_call *call = &s->site->allocation;
    return hw_own_is_object(call) && !s->site->where.name.generic ? call->type : 0;
}

/* Leaves out claims that alone own an object of another type. */
static void keep_untaken(const subject *s, const hw_sid *taken)
{
    hw_sid type = type_of(s);
    uint32_t kept = 0, free = 0;
    for (uint32_t i = 0; i < s->found->matches; i++) {
        hw_sid t = taken[s->at[i].claim];
        free += t == 0 || t == type;
    }
    if (type == 0 || free == 0)
        return;
    for (uint32_t i = 0; i < s->found->matches; i++) {
        hw_sid t = taken[s->at[i].claim];
        if (t == 0 || t == type)
            s->at[kept++] = s->at[i];
    }
    s->found->matches = kept;
}

/* Closes the gaps: who asks which claims own something at all goes through the list. */
static void close_gaps(hw_joined *joined)
{
    uint32_t kept = 0;
    for (size_t i = 0; i < joined->list.len; i++) {
        hw_site_claims *found = &joined->list.at[i];
        uint32_t from = found->matches_at;
        found->matches_at = kept;
        for (uint32_t m = 0; m < found->matches; m++)
            joined->matches.at[kept++] = joined->matches.at[from + m];
    }
    joined->matches.len = kept;
}

HW_MEM hw_join_narrow(const hw_join_input *in, hw_joined *joined)
{
    hw_sid *taken = hw_mem_zero(in->claims->list.len + 1, sizeof *taken);
    if (!taken)
        return HW_MEM_OUT;
    for (size_t i = 0; i < joined->list.len; i++) {
        const subject s = subject_of(in, joined, i);
        if (s.site->allocation.callee == 0) {
            mark_sizes(&s);
            continue;
        }
        keep_types(&s);
        if (s.found->matches == 1 && s.at[0].own == HW_OWN_YES && type_of(&s))
            taken[s.at[0].claim] = type_of(&s);
    }
    for (size_t i = 0; i < joined->list.len; i++) {
        const subject s = subject_of(in, joined, i);
        if (s.found->matches > 1)
            keep_untaken(&s, taken);
    }
    close_gaps(joined);
    hw_mem_free(taken);
    return HW_MEM_OK;
}
