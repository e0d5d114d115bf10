#include "verdict/quiet.h"

#include "base/buf.h"
#include "base/error.h"
#include "base/mem.h"

typedef struct quieter {
    hw_audit *audit;
    const hw_join *join;
    uint8_t *spoken;      /* by claim: some bytes speak of it */
    uint8_t *as_physical; /* by sid of a function's name: it has machine code in some stack */
    uint8_t *as_inlined;  /* … it was inlined in some stack */
    uint8_t *captures;    /* by sid of a closure's name in the log */
    size_t strings;       /* length of the three */
    const hw_decls *decls;
    hw_buf scratch;
} quieter;

static void mark_spoken(quieter *q)
{
    const hw_join *j = q->join;
    for (size_t i = 0; i < j->matches.len; i++)
        q->spoken[j->matches.at[i].claim] = 1;
}

static void mark_frames(quieter *q)
{
    const hw_profile *p = q->join->profile;
    for (size_t i = 0; i < p->locations.len; i++) {
        const hw_location *l = &p->locations.at[i];
        for (uint32_t k = 0; k < l->frames; k++) {
            uint32_t f = p->frames.at[l->frames_at + k].function;
            hw_sid name = f == HW_NONE ? 0 : p->functions.at[f].name;
            if (k + 1 == l->frames)
                q->as_physical[name] = 1;
            else
                q->as_inlined[name] = 1;
        }
    }
}

/* The profile's name of a declared function is in `name`, empty when it has no such function. */
static bool profile_name(quieter *q, const hw_decl *d, hw_sid *name)
{
    const hw_strings *t = q->join->profile->strings;
    const hw_block *block = &q->join->claims->blocks.at[d->place.block];
    hw_str package = block->declares_main ? HW_STR("main") : hw_strings_get(t, block->package);
    hw_buf_clear(&q->scratch);
    if (hw_buf_str(&q->scratch, package) != HW_OK || hw_buf_add(&q->scratch, ".", 1) != HW_OK ||
        hw_buf_str(&q->scratch, hw_strings_get(t, d->name)) != HW_OK)
        return false;
    *name = hw_strings_find(t, hw_buf_view(&q->scratch));
    return true;
}

static bool unobserved_cause(quieter *q, const hw_claim *c, hw_cause *ret)
{
    const hw_claims *claims = q->join->claims;
    bool flows = claims->routes.len > 0; /* without -m=2 nothing is said about captures */
    *ret = HW_CAUSE_UNKNOWN;
    if (c->flags & HW_CLAIM_ELIDED)
        *ret = HW_CAUSE_NEVER_ELIDED;
    else if (c->flags & HW_CLAIM_ZERO_SIZE)
        *ret = HW_CAUSE_NEVER_ZERO_SIZE;
    else if (c->kind == HW_KIND_CONSTANT)
        *ret = HW_CAUSE_NEVER_READONLY_CONST;
    const hw_decl *d =
        *ret == HW_CAUSE_UNKNOWN ? hw_owners_before(&q->decls->owners, &c->place) : NULL;
    if (!d)
        return true;
    if (flows && c->kind == HW_KIND_CLOSURE && !(c->flags & HW_CLAIM_HEADER_ONLY) &&
        hw_place_cmp(&d->place, &c->place) == 0 && !q->captures[d->name]) {
        *ret = HW_CAUSE_NEVER_STATIC_CLOSURE;
        return true;
    }
    hw_sid name;
    if (!d->inlinable)
        return true;
    if (!profile_name(q, d, &name))
        return false;
    /* The profile ran the function only as inlined copies. */
    if (name < q->strings && q->as_inlined[name] && !q->as_physical[name])
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
        hw_quiet_claim quiet = {i, HW_UPHELD, HW_CAUSE_UNKNOWN};
        if (hw_claim_heap(claim)) {
            quiet.verdict = HW_UNOBSERVED;
            if (!unobserved_cause(q, claim, &quiet.cause))
                return hw_nomem(err);
        }
        *(quiet.verdict == HW_UPHELD ? &a->upheld : &a->unobserved) += 1;
        if (!hw_vec_push(&a->quiet, quiet))
            return hw_nomem(err);
    }
    return HW_OK;
}

hw_status hw_quiet(hw_audit *a, const hw_join *j, const hw_decls *decls, hw_error *err)
{
    quieter q = {.audit = a, .join = j, .decls = decls, .strings = j->profile->strings->list.len};
    q.spoken = hw_mem_zero(j->claims->list.len, 1);
    q.as_physical = hw_mem_zero(q.strings, 1);
    q.as_inlined = hw_mem_zero(q.strings, 1);
    q.captures = hw_mem_zero(q.strings, 1);
    hw_status status = HW_NOMEM;
    if (q.spoken && q.as_physical && q.as_inlined && q.captures) {
        mark_spoken(&q);
        mark_frames(&q);
        for (size_t i = 0; i < j->claims->capturing.len; i++)
            q.captures[j->claims->capturing.at[i]] = 1;
        status = collect(&q, err);
    } else {
        hw_nomem(err);
    }
    hw_buf_free(&q.scratch);
    hw_mem_free(q.spoken);
    hw_mem_free(q.as_physical);
    hw_mem_free(q.as_inlined);
    hw_mem_free(q.captures);
    return status;
}
