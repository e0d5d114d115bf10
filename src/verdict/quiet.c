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

/* The profile ran the declared function only as inlined copies. */
static bool only_inlined(const quieter *q, const hw_decl *d)
{
    const hw_strings *t = q->join->profile->strings;
    hw_buf b = {0};
    const hw_block *block = &q->join->claims->blocks.at[d->place.block];
    bool ok =
        hw_buf_str(&b, block->declares_main ? HW_STR("main") : hw_strings_get(t, block->package)) ==
            HW_OK &&
        hw_buf_add(&b, ".", 1) == HW_OK && hw_buf_str(&b, hw_strings_get(t, d->name)) == HW_OK;
    hw_sid name = ok ? hw_strings_find(t, hw_buf_view(&b)) : HW_NONE;
    hw_buf_free(&b);
    return name < q->strings && q->as_inlined[name] && !q->as_physical[name];
}

static hw_cause unobserved_cause(const quieter *q, const hw_claim *c)
{
    const hw_claims *claims = q->join->claims;
    if (c->flags & HW_CLAIM_ELIDED)
        return HW_CAUSE_NEVER_ELIDED;
    if (c->flags & HW_CLAIM_ZERO_SIZE)
        return HW_CAUSE_NEVER_ZERO_SIZE;
    if (c->kind == HW_KIND_CONSTANT)
        return HW_CAUSE_NEVER_READONLY_CONST;
    const hw_decl *d = hw_decls_before(q->decls, &c->place);
    if (!d)
        return HW_CAUSE_UNKNOWN;
    bool flows = claims->routes.len > 0; /* without -m=2 nothing is said about captures */
    if (flows && c->kind == HW_KIND_CLOSURE && !(c->flags & HW_CLAIM_HEADER_ONLY) &&
        hw_place_cmp(&d->place, &c->place) == 0 && !q->captures[d->name])
        return HW_CAUSE_NEVER_STATIC_CLOSURE;
    return d->inlinable && only_inlined(q, d) ? HW_CAUSE_INLINED_COPY : HW_CAUSE_UNKNOWN;
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
            quiet.cause = unobserved_cause(q, claim);
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
    hw_mem_free(q.spoken);
    hw_mem_free(q.as_physical);
    hw_mem_free(q.as_inlined);
    hw_mem_free(q.captures);
    return status;
}
