#include "verdict/cause.h"

#include "claims/route.h"
#include "claims/sink.h"
#include "go/expression_type.h"
#include "go/size_class.h"
#include "join/own_call.h"
#include "verdict/kind_causes.h"

static const hw_kind_causes *causes_of(const hw_claim *c)
{
    return &hw_kind_cause_rows[c->kind];
}

bool hw_boxes_arguments(const hw_subject *s)
{
    const hw_join_input *in = s->in;
    uint32_t line = in->site_lines[s->found->site].line;
    hw_item_run run = hw_lines_run(&in->lines->claim, line);
    for (size_t i = 0; i < run.n && i < in->max_candidates; i++) {
        const hw_claim *c = &in->claims->list.at[run.at[i]];
        if (c->kind == HW_KIND_DOTS && !hw_claim_heap(c))
            return true;
    }
    return false;
}

/* A smaller object without pointers, in a block of 16 bytes that it shares with others. */
static bool is_tiny(const hw_subject *of)
{
    enum { TINY_BLOCK = 16 };
    const hw_seen_sizes seen = hw_join_sizes(of->in, of->site);
    const hw_allocation_call *call = &of->site->allocation;
    hw_str callee = hw_strings_get(of->in->profile->strings, call->callee);
    bool small = call->type_size >= 0 && call->type_size < TINY_BLOCK &&
                 (hw_own_is_object(call) || call->family == HW_FAMILY_CONVERT);
    small |= hw_str_eq(callee, HW_STR("runtime.convT16")) ||
             hw_str_eq(callee, HW_STR("runtime.convT32")) ||
             hw_str_eq(callee, HW_STR("runtime.convT64"));
    return small && seen.known && seen.n == 1 && seen.at[0].size == TINY_BLOCK;
}

static bool all_are(const hw_subject *s, hw_kind kind)
{
    for (uint32_t i = 0; i < s->found->matches; i++)
        if (hw_subject_claim(s, i)->kind != kind)
            return false;
    return true;
}

/* The cause of an allocation that was claimed, as far as the call alone tells. */
static hw_cause confirmed_call(const hw_subject *of, const hw_claim *c)
{
    const hw_site *s = of->site;
    if (s->allocation.looked && s->allocation.untyped == HW_UNTYPED_NO_CALL)
        return HW_CAUSE_LOST_FRAME;
    if (hw_site_called(s) && s->allocation.family == HW_FAMILY_MOVE)
        return HW_CAUSE_APPEND_MOVE;
    if (hw_site_called(s) && s->allocation.untyped == HW_UNTYPED_NIL && all_are(of, c->kind) &&
        c->kind == HW_KIND_MOVED)
        return HW_CAUSE_MERGED_ALLOC;
    return HW_CAUSE_UNKNOWN;
}

/* Without the call more than one cause may be behind the claim: a small object may share its block,
 * variables may be merged (from Go 1.25 on), and what is not a value by its text may be made one.
 */
static bool may_be_other(const hw_subject *s, const hw_claim *c)
{
    enum { TINY_BLOCK = 16, MERGED_MOST = 128 };
    const hw_seen_sizes seen = hw_join_sizes(s->in, s->site);
    const hw_kind_row *row = &hw_kind_rows[c->kind];
    hw_str type = hw_strings_get(s->in->profile->strings, s->site->allocation.type);
    if (!hw_join_explained(s->in) && hw_type_is_closure(type))
        return true; /* of go and defer: -m alone has no claim of these */
    if (hw_site_called(s->site) || !seen.known)
        return false;
    if (c->kind == HW_KIND_MOVED && s->in->world.go.max >= 25 && seen.at[0].size <= MERGED_MOST)
        return true;
    bool object = row->heap.calls & (HW_BY_OBJECT | HW_BY_CONVERT);
    bool pointers = row->traits & HW_TRAIT_FUNC || c->kind == HW_KIND_DOTS;
    bool boxed = row->heap.calls & HW_BY_CONVERT && !(row->traits & HW_TRAIT_VALUE);
    return (object && !pointers && seen.n == 1 && seen.at[0].size == TINY_BLOCK) ||
           (boxed && hw_boxes_arguments(s));
}

/* The slice may begin in a buffer of 32 bytes on the stack, and move to the heap where its variable
 * is assigned (from Go 1.26 on). */
static bool may_be_moved(const hw_subject *s, const hw_claim *c)
{
    enum { BUFFER = 32 };
    const hw_seen_sizes seen = hw_join_sizes(s->in, s->site);
    if (s->in->world.go.max < 26 || (seen.known && seen.at[seen.n - 1].size > BUFFER))
        return false;
    for (uint32_t r = c->route; r != HW_NONE; r = s->in->claims->routes.at[r].next) {
        hw_step flow, from;
        hw_route_end(s->in->claims, &s->in->claims->routes.at[r], &flow, &from);
        if (from.line == c->place.line && from.why.n && !hw_str_has(from.from, HW_STR("append(")))
            return true;
    }
    return c->route == HW_NONE;
}

/* Only an explanation speaks of the closure. That of a go or defer statement goes nowhere but to
 * the heap; that of a generic method value goes on to whoever keeps it. */
static bool is_wrapper(const hw_subject *s, const hw_claim *c)
{
    hw_flow_end end;
    hw_claim_end(s->in->claims, c, &end);
    return end.kind == HW_SINK_STATEMENT;
}

static bool is_element(const hw_claims *claims, const hw_claim *c)
{
    bool element = false;
    for (uint32_t r = c->route; r != HW_NONE && !element; r = claims->routes.at[r].next)
        element = claims->routes.at[r].reasons >> HW_REASON_SLICE_ELEMENT & 1;
    return element;
}

/* A value that becomes an element of "... argument", as its explanation tells. A string that is
 * made and boxed has two claims of one text, and a call that boxes is of that which is boxed. */
static bool is_argument(const hw_subject *s, const hw_claim *c)
{
    const hw_join_input *in = s->in;
    bool found = is_element(in->claims, c);
    if (found || !hw_site_called(s->site))
        return found;
    hw_item_run run = hw_lines_run(&in->lines->claim, in->site_lines[s->found->site].line);
    for (size_t i = 0; i < run.n && i < in->max_candidates && !found; i++) {
        const hw_claim *twin = &in->claims->list.at[run.at[i]];
        found = twin->place.col == c->place.col && is_element(in->claims, twin);
    }
    return found;
}

/* A struct that may have no fields, and then allocates nothing: with -m alone the closure of a go
 * or defer call beside it leaves no trace. */
static bool may_be_wrapper(const hw_subject *s, const hw_claim *c)
{
    enum { LEAST = 16, MOST = 64 };
    const hw_seen_sizes seen = hw_join_sizes(s->in, s->site);
    return !hw_join_explained(s->in) && (c->kind == HW_KIND_COMPOSITE || c->kind == HW_KIND_NEW) &&
           hw_str_ends(hw_claim_expr(s->in->claims, c), HW_STR("{}")) && seen.known &&
           seen.n == 1 && seen.at[0].size >= LEAST && seen.at[0].size <= MOST;
}

/* The cause of an allocation that the claim is right about. */
static hw_cause claimed_cause(const hw_subject *s, const hw_claim *c)
{
    bool value = hw_site_called(s->site) ? s->site->allocation.family == HW_FAMILY_CONVERT
                                         : hw_kind_has((hw_kind)c->kind, HW_TRAIT_VALUE);
    if (c->flags & HW_CLAIM_HEADER_ONLY)
        return is_wrapper(s, c) ? HW_CAUSE_WRAPPER_CLOSURE : HW_CAUSE_HONEST;
    if (value && hw_boxes_arguments(s) && !hw_join_explained(s->in))
        return HW_CAUSE_UNKNOWN; /* whether it is an argument only its explanation tells */
    if (value && hw_boxes_arguments(s) && is_argument(s, c))
        return HW_CAUSE_BOXED_SIBLING;
    if (!hw_site_called(s->site) && may_be_wrapper(s, c))
        return HW_CAUSE_UNKNOWN;
    if (c->kind == HW_KIND_APPEND && !hw_site_called(s->site) && may_be_moved(s, c))
        return HW_CAUSE_UNKNOWN;
    return causes_of(c)->confirmed == HW_CAUSE_HONEST && may_be_other(s, c)
               ? HW_CAUSE_UNKNOWN
               : causes_of(c)->confirmed;
}

/* What all owners have; of several with different causes nothing tells which one it was. How bytes
 * are counted does not hide what made them. */
static hw_cause confirmed_cause(const hw_subject *s)
{
    hw_cause cause = confirmed_call(s, hw_subject_claim(s, 0));
    if (cause != HW_CAUSE_UNKNOWN)
        return cause;
    cause = claimed_cause(s, hw_subject_claim(s, 0));
    for (uint32_t i = 0; i < s->found->matches; i++)
        if (claimed_cause(s, hw_subject_claim(s, i)) != cause ||
            hw_subject_match(s, i)->own != HW_OWN_YES)
            return HW_CAUSE_UNKNOWN;
    return cause == HW_CAUSE_HONEST && is_tiny(s) ? HW_CAUSE_TINY_SHARED : cause;
}

/* What has a name can be a slice or a map. The call tells which. */
static hw_cause contradicted_by(const hw_subject *s, const hw_claim *c)
{
    switch (hw_site_called(s->site) ? s->site->allocation.family : HW_FAMILY_OTHER) {
    case HW_FAMILY_MAP:
    case HW_FAMILY_MAP_ASSIGN:
        return HW_CAUSE_MAP_HINT;
    case HW_FAMILY_SLICE:
    case HW_FAMILY_SLICE_COPY:
        return HW_CAUSE_VARMAKE_OVERFLOW;
    default:
        return causes_of(c)->contradicted;
    }
}

static hw_cause contradicted_cause(const hw_subject *s)
{
    hw_cause cause = contradicted_by(s, hw_subject_claim(s, 0));
    for (uint32_t i = 1; i < s->found->matches; i++)
        if (contradicted_by(s, hw_subject_claim(s, i)) != cause)
            return HW_CAUSE_UNKNOWN;
    return cause;
}

/* C.GoString and its like are inlined from the code that cgo generates. */
static bool from_cgo(const hw_join_input *in, const hw_site *s)
{
    hw_str path = hw_strings_get(in->profile->strings, s->where.path);
    size_t n;
    const hw_frame *f = hw_site_inlined(in->profile, s, &n);
    bool found = hw_str_eq(hw_str_base(path), HW_STR("_cgo_gotypes.go"));
    for (size_t i = 0; i < n && !found; i++) {
        hw_str name =
            hw_strings_get(in->profile->strings, hw_frame_function(in->profile, &f[i])->name);
        found = hw_str_has(name, HW_STR("._Cfunc_Go")) || hw_str_has(name, HW_STR(".C.Go"));
    }
    return found;
}

static const hw_cause unclaimed_causes[HW_FAMILY_COUNT] = {
    [HW_FAMILY_GROW] = HW_CAUSE_APPEND_GROW,
    [HW_FAMILY_MOVE] = HW_CAUSE_APPEND_MOVE,
    [HW_FAMILY_MAP_ASSIGN] = HW_CAUSE_MAP_GROW,
    [HW_FAMILY_CHAN] = HW_CAUSE_CHAN_ALWAYS_HEAP,
    [HW_FAMILY_CONCAT] = HW_CAUSE_CONCAT_ASSIGN,
    [HW_FAMILY_C_STRING] = HW_CAUSE_CGO_STRING,
    [HW_FAMILY_DEFER] = HW_CAUSE_DEFER_RECORD,
    [HW_FAMILY_PANIC] = HW_CAUSE_RUNTIME_SERVICE,
    [HW_FAMILY_WAIT] = HW_CAUSE_RUNTIME_SERVICE,
    [HW_FAMILY_TYPE_CACHE] = HW_CAUSE_RUNTIME_SERVICE,
    [HW_FAMILY_SERVICE] = HW_CAUSE_RUNTIME_SERVICE,
    [HW_FAMILY_OTHER] = HW_CAUSE_LOST_FRAME,
};

/* Bytes that no claim owns, of a line that puts into a map. They may be of an append before
 * Go 1.25. A map that grows more than once has tables of 32 bytes (from Go 1.24), and no object
 * below 64 is all that it has: 48 are an error of the runtime, or a record. */
static bool may_be_map(const hw_subject *of)
{
    enum { LEAST = 64, A_FEW = 8 };
    const hw_seen_sizes seen = hw_join_sizes(of->in, of->site);
    if (hw_join_silent_append(of->in) || !seen.known)
        return false;
    if (seen.n == 1 && of->site->values.v[HW_ALLOC_OBJECTS] <= A_FEW &&
        hw_size_of_type_cache(seen.at[0].size))
        return false;
    const hw_map_sizes map = hw_sizes_of_map(&seen);
    return seen.n == 1 ? seen.at[0].size >= LEAST : map.groups && (map.table || !seen.exact);
}

/* A sum that escapes, which could own whatever s += t + u makes. So a site that it does not own is
 * no sum's. */
static bool claims_a_sum(const hw_subject *s)
{
    const hw_join_input *in = s->in;
    hw_item_run run = hw_lines_run(&in->lines->claim, in->site_lines[s->found->site].line);
    bool found = false;
    for (size_t i = 0; i < run.n && i < in->max_candidates && !found; i++) {
        const hw_claim *c = &in->claims->list.at[run.at[i]];
        found = c->kind == HW_KIND_CONCAT && hw_claim_heap(c);
    }
    return found;
}

static hw_cause unclaimed_cause(const hw_subject *of)
{
    const hw_site *s = of->site;
    const hw_site_claims *found = of->found;
    hw_cause by_call =
        hw_site_called(s) ? unclaimed_causes[s->allocation.family] : HW_CAUSE_UNKNOWN;
    if (s->collector)
        return HW_CAUSE_GC_INSIDE_MALLOC;
    if (s->service) /* a call through reflect has the cause of what it calls */
        return by_call == HW_CAUSE_UNKNOWN ? HW_CAUSE_RUNTIME_SERVICE : by_call;
    if (from_cgo(of->in, s))
        return HW_CAUSE_CGO_STRING;
    if (hw_site_called(s))
        return by_call;
    if (hw_own_calls_unknown(&s->allocation))
        return HW_CAUSE_LOST_FRAME;
    if (s->allocation.looked &&
        s->allocation.untyped ==
            HW_UNTYPED_NO_CALL) /* what was inlined here is gone from the stack */
        return HW_CAUSE_LOST_FRAME;
    const hw_seen_sizes seen = hw_join_sizes(of->in, s);
    if (found->outnumbered)
        return HW_CAUSE_UNKNOWN; /* of which statement the site is nothing tells */
    if (found->silent == HW_SILENT_CONCAT && claims_a_sum(of))
        return HW_CAUSE_UNKNOWN;
    if (found->silent == HW_SILENT_CONCAT)
        return seen.n > 2 && hw_sizes_grow(&seen) ? HW_CAUSE_UNKNOWN : HW_CAUSE_CONCAT_ASSIGN;
    bool map = (found->silent & ~(unsigned)HW_SILENT_ASSIGN) == HW_SILENT_MAP;
    return map && may_be_map(of) ? HW_CAUSE_MAP_GROW : HW_CAUSE_UNKNOWN;
}

hw_cause hw_cause_of(const hw_subject *s, hw_verdict verdict)
{
    switch (verdict) {
    case HW_CONFIRMED:
        return confirmed_cause(s);
    case HW_CONTRADICTED:
        return contradicted_cause(s);
    case HW_UNCLAIMED:
        return unclaimed_cause(s);
    default:
        return s->site->service ? HW_CAUSE_RUNTIME_SERVICE : HW_CAUSE_UNKNOWN;
    }
}
