#include "verdict/without_bytes.h"

#include "base/buf.h"
#include "base/error.h"
#include "base/mem.h"
#include "go/goname.h"
#include "verdict/kind_causes.h"
#include "verdict/own_call.h"
#include "verdict/why_unobserved.h"

typedef struct quieter {
    hw_audit *audit;
    const hw_join *join;
    uint8_t *spoken;      /* by claim: some bytes speak of it */
    uint8_t *as_physical; /* by sid of a function's plain name: it has machine code in some stack */
    uint8_t *as_inlined;  /* … it was inlined in some stack */
    uint8_t *lost;        /* … the profiler lost its frame: its caller was charged */
    uint8_t *captures;    /* by sid of a name in the log: closures in that function capture */
    size_t strings;       /* length of the three */
    hw_why_unobserved silence;
    hw_sid *plain; /* by function of the profile: its name without type arguments */
    const hw_decls *decls;
    hw_buf scratch, full;
    /* The declaration that was looked at last: claims of one function stand together. */
    const hw_decl *last;
    hw_sid name, outer; /* in the profile, its own and that of what a closure stands in */
    bool closure;
} quieter;

static void mark_spoken(quieter *q)
{
    const hw_join *j = q->join;
    for (size_t i = 0; i < j->matches.len; i++)
        q->spoken[j->matches.at[i].claim] = 1;
}

/* Functions that were called where something was allocated, and are not the runtime's. */
static bool mark_lost(quieter *q)
{
    const hw_join *j = q->join;
    for (size_t i = 0; i < j->sites->list.len; i++) {
        const hw_allocation_call *w = &j->sites->list.at[i].allocation;
        if (w->callee == 0 || w->family != HW_FAMILY_OTHER)
            continue;
        if (hw_go_plain(hw_strings_get(j->profile->strings, w->callee), &q->scratch) != HW_OK)
            return false;
        hw_sid name = hw_strings_find(j->profile->strings, hw_buf_view(&q->scratch));
        if (name < q->strings)
            q->lost[name] = 1;
    }
    return true;
}

static bool name_functions(quieter *q)
{
    const hw_profile *p = q->join->profile;
    q->plain = hw_mem_alloc(p->functions.len ? p->functions.len : 1, sizeof *q->plain);
    bool ok = q->plain != NULL;
    for (size_t i = 0; ok && i < p->functions.len; i++)
        ok = hw_go_plain(hw_strings_get(p->strings, p->functions.at[i].name), &q->scratch) ==
                 HW_OK &&
             hw_strings_put(p->strings, hw_buf_view(&q->scratch), &q->plain[i]);
    q->strings = p->strings->list.len;
    return ok;
}

/* A closure that another package's compilation made: that of a function that was inlined there. */
static bool is_copy(const hw_profile *p, hw_sid unit, uint32_t function)
{
    if (unit == 0 || function == HW_NONE)
        return false;
    hw_str name = hw_strings_get(p->strings, p->functions.at[function].name);
    return !hw_str_eq(hw_func_parse(name).package, hw_strings_get(p->strings, unit));
}

static void mark_frames(quieter *q)
{
    const hw_profile *p = q->join->profile;
    for (uint32_t i = 0; i < p->locations.len; i++) {
        const hw_location *l = &p->locations.at[i];
        for (uint32_t k = 0; k < l->frames; k++) {
            uint32_t f = p->frames.at[l->frames_at + k].function;
            hw_sid name = f == HW_NONE ? 0 : q->plain[f];
            if (k + 1 < l->frames)
                q->as_inlined[name] = 1;
            else if (!is_copy(p, hw_profile_allocation(p, i).unit, f))
                q->as_physical[name] = 1;
        }
    }
}

/* Without ".func1" and what follows: the function that a closure stands in. */
static hw_str enclosing(hw_str name)
{
    size_t at = hw_str_find(name, HW_STR(".func"));
    return at == HW_NPOS ? name : hw_str_sub(name, 0, at);
}

/* The plain name that the profile has of a function of the log, HW_NONE when it has none. */
static bool profile_name(quieter *q, uint32_t in, hw_str function, hw_sid *name)
{
    const hw_strings *t = q->join->profile->strings;
    const hw_block *block = &q->join->claims->blocks.at[in];
    hw_str package = block->declares_main ? HW_STR("main") : hw_strings_get(t, block->package);
    hw_buf *b = &q->full;
    hw_buf_clear(b);
    bool ok = hw_go_plain(function, &q->scratch) == HW_OK && hw_buf_str(b, package) == HW_OK &&
              hw_buf_add(b, ".", 1) == HW_OK && hw_buf_str(b, hw_buf_view(&q->scratch)) == HW_OK;
    *name = hw_strings_find(t, hw_buf_view(b));
    return ok;
}

static bool look_at(quieter *q, const hw_decl *d)
{
    hw_str declared = hw_strings_get(q->join->profile->strings, d->name),
           outer = enclosing(declared);
    if (q->last == d)
        return true;
    q->last = d;
    q->closure = outer.n < declared.n;
    if (!profile_name(q, d->place.block, declared, &q->name))
        return false;
    q->outer = q->name;
    return !q->closure || profile_name(q, d->place.block, outer, &q->outer);
}

/* The profile ran the function only as inlined copies. */
static bool only_inlined(const quieter *q, hw_sid name)
{
    return name < q->strings && q->as_inlined[name] && !q->as_physical[name];
}

/* The log names the function in which a variable is captured, or the closure. */
static bool may_capture(const quieter *q, const hw_decl *d)
{
    hw_str name = hw_strings_get(q->join->profile->strings, d->name);
    hw_sid outer = hw_strings_find(q->join->profile->strings, enclosing(name));
    return q->captures[d->name] || (outer < q->strings && q->captures[outer]);
}

static bool unobserved_cause(quieter *q, uint32_t i, hw_cause *ret)
{
    const hw_claim *c = &q->join->claims->list.at[i];
    const hw_claims *claims = q->join->claims;
    bool flows = claims->routes.len > 0; /* without -m=2 nothing is said about captures */
    *ret = HW_CAUSE_UNKNOWN;
    if (c->flags & HW_CLAIM_ELIDED)
        *ret = HW_CAUSE_NEVER_ELIDED;
    else if (c->flags & HW_CLAIM_ZERO_SIZE)
        *ret = HW_CAUSE_NEVER_ZERO_SIZE;
    else if (hw_kind_of((hw_kind)c->kind)->heap.sizes == HW_SIZES_NEVER)
        *ret = hw_kind_causes_of((hw_kind)c->kind)->without_call;
    const hw_decl *d =
        *ret == HW_CAUSE_UNKNOWN ? hw_enclosing_before(&q->decls->owners, &c->place) : NULL;
    if (!d) {
        if (*ret == HW_CAUSE_UNKNOWN)
            *ret = hw_why_unobserved_cause(&q->silence, i, c, NULL, HW_NONE, true);
        return true;
    }
    if (!look_at(q, d))
        return false;
    hw_sid name = q->name, outer = q->outer;
    hw_cause by_code =
        hw_why_unobserved_cause(&q->silence, i, c, d, name, q->closure && may_capture(q, d));
    if (name < q->strings && q->lost[name] && by_code != HW_CAUSE_MERGED_ALLOC &&
        (hw_kind_is_object((hw_kind)c->kind) || hw_own_fusible_make(claims, c)))
        by_code = HW_CAUSE_LOST_FRAME;
    if (by_code == HW_CAUSE_NEVER_STATIC_CLOSURE && flows && may_capture(q, d))
        by_code =
            HW_CAUSE_UNKNOWN; /* copies of it have one name, and this one is not in the code */
    *ret = by_code;
    if (by_code != HW_CAUSE_UNKNOWN)
        return true;
    if (flows && c->kind == HW_KIND_CLOSURE && !(c->flags & HW_CLAIM_HEADER_ONLY) &&
        hw_place_cmp(&d->place, &c->place) == 0 && !may_capture(q, d)) {
        *ret = HW_CAUSE_NEVER_STATIC_CLOSURE;
        return true;
    }
    if (!d->inlinable)
        return true;
    bool outlined = name < q->strings && q->as_physical[name];
    if (only_inlined(q, name) || (!outlined && only_inlined(q, outer)))
        *ret = HW_CAUSE_INLINED_COPY;
    return true;
}

static hw_status collect(quieter *q, hw_error *err)
{
    hw_audit *a = q->audit;
    const hw_claims *c = q->join->claims;
    for (uint32_t i = 0; i < c->list.len; i++) {
        const hw_claim *claim = &c->list.at[i];
        if (q->spoken[i] || q->join->where->ignored.at[claim->place.block] ||
            claim->kind == HW_KIND_PARAMETER)
            continue;
        hw_claim_without_bytes without_bytes = {i, HW_UPHELD, HW_CAUSE_UNKNOWN};
        if (hw_claim_heap(claim)) {
            without_bytes.verdict = HW_UNOBSERVED;
            if (!unobserved_cause(q, i, &without_bytes.cause))
                return hw_nomem(err);
        }
        *(without_bytes.verdict == HW_UPHELD ? &a->upheld : &a->unobserved) += 1;
        if (!hw_vec_push(&a->without_bytes, without_bytes))
            return hw_nomem(err);
    }
    return HW_OK;
}

hw_status hw_judge_without_bytes(hw_audit *a, const hw_join *j, const hw_decls *decls,
                                 const hw_audit *code, hw_error *err)
{
    quieter q = {.audit = a, .join = j, .decls = decls};
    if (!name_functions(&q) || !hw_why_unobserved_init(&q.silence, code, j)) {
        hw_why_unobserved_free(&q.silence);
        hw_buf_free(&q.scratch);
        hw_mem_free(q.plain);
        return hw_nomem(err);
    }
    q.spoken = hw_mem_zero(j->claims->list.len, 1);
    q.as_physical = hw_mem_zero(q.strings, 1);
    q.as_inlined = hw_mem_zero(q.strings, 1);
    q.lost = hw_mem_zero(q.strings, 1);
    q.captures = hw_mem_zero(q.strings, 1);
    hw_status status = HW_NOMEM;
    if (q.spoken && q.as_physical && q.as_inlined && q.lost && q.captures && mark_lost(&q)) {
        mark_spoken(&q);
        mark_frames(&q);
        for (size_t i = 0; i < j->claims->capturing.len; i++)
            q.captures[j->claims->capturing.at[i]] = 1;
        status = collect(&q, err);
    } else {
        hw_nomem(err);
    }
    hw_buf_free(&q.scratch);
    hw_buf_free(&q.full);
    hw_mem_free(q.spoken);
    hw_mem_free(q.as_physical);
    hw_mem_free(q.as_inlined);
    hw_mem_free(q.lost);
    hw_mem_free(q.captures);
    hw_mem_free(q.plain);
    hw_why_unobserved_free(&q.silence);
    return status;
}
