#include "verdict/without_bytes.h"

#include "base/buf.h"
#include "base/error.h"
#include "base/mem.h"
#include "go/goname.h"
#include "join/own_call.h"
#include "verdict/kind_causes.h"
#include "verdict/why_unobserved.h"

typedef struct reader {
    hw_audit *audit;
    const hw_join_input *in;
    const hw_joined *joined;
    uint8_t *spoken;      /* by claim: some bytes speak of it */
    uint8_t *as_physical; /* by sid of a function's plain name: it has machine code in some stack */
    uint8_t *as_inlined;  /* … it was inlined in some stack */
    uint8_t *lost;        /* … the profiler lost its frame: its caller was charged */
    size_t strings;       /* length of the three */
    hw_why_unobserved why;
    hw_sid *plain; /* by function of the profile: its name without type arguments */
    const hw_decls *decls;
    hw_buf scratch, full;
    /* The declaration that was looked at last: claims of one function stand together. */
    const hw_decl *last;
    hw_sid name, outer; /* in the profile, its own and that of what a closure stands in */
    hw_sid called;      /* in the log, the plain name of the latter */
    bool closure;
} reader;

static void mark_spoken(reader *r)
{
    const hw_joined *joined = r->joined;
    for (size_t i = 0; i < joined->matches.len; i++)
        r->spoken[joined->matches.at[i].claim] = 1;
}

/* Marks the functions that were called where something was allocated, and are not the runtime's. */
static HW_MEM mark_lost(reader *r)
{
    const hw_join_input *in = r->in;
    for (size_t i = 0; i < in->sites->list.len; i++) {
        const hw_allocation_call *call = &in->sites->list.at[i].allocation;
        if (call->callee == 0 || call->family != HW_FAMILY_OTHER)
            continue;
        if (hw_go_plain(hw_strings_get(in->profile->strings, call->callee), &r->scratch) != HW_OK)
            return HW_MEM_OUT;
        hw_sid name = hw_strings_find(in->profile->strings, hw_buf_view(&r->scratch));
        if (name < r->strings)
            r->lost[name] = 1;
    }
    return HW_MEM_OK;
}

static HW_MEM name_functions(reader *r)
{
    const hw_profile *p = r->in->profile;
    r->plain = hw_mem_alloc(p->functions.len ? p->functions.len : 1, sizeof *r->plain);
    hw_mem ok = r->plain != NULL;
    for (size_t i = 0; ok && i < p->functions.len; i++)
        ok = hw_go_plain(hw_strings_get(p->strings, p->functions.at[i].name), &r->scratch) ==
                 HW_OK &&
             hw_strings_put(p->strings, hw_buf_view(&r->scratch), &r->plain[i]);
    r->strings = p->strings->list.len;
    return ok;
}

/* The closure was compiled with another package, into which its function was inlined. */
static bool is_copy(const hw_profile *p, hw_sid compiled_by, uint32_t function)
{
    if (compiled_by == 0 || function == HW_NONE)
        return false;
    hw_str name = hw_strings_get(p->strings, p->functions.at[function].name);
    return !hw_str_eq(hw_func_parse(name).package, hw_strings_get(p->strings, compiled_by));
}

static void mark_frames(reader *r)
{
    const hw_profile *p = r->in->profile;
    for (uint32_t i = 0; i < p->locations.len; i++) {
        const hw_location *l = &p->locations.at[i];
        for (uint32_t k = 0; k < l->frames; k++) {
            uint32_t f = p->frames.at[l->frames_at + k].function;
            hw_sid name = f == HW_NONE ? 0 : r->plain[f];
            if (k + 1 < l->frames)
                r->as_inlined[name] = 1;
            else if (!is_copy(p, hw_profile_allocation(p, i).compiled_by, f))
                r->as_physical[name] = 1;
        }
    }
}

/* The function that a closure stands in: its name without ".func1" and what follows. */
static hw_str enclosing(hw_str name)
{
    size_t at = hw_str_find(name, HW_STR(".func"));
    return at == HW_NPOS ? name : hw_str_sub(name, 0, at);
}

/* The plain name that the profile has for a function of the log; HW_NONE: none. */
static HW_MEM profile_name(reader *r, uint32_t in, hw_str function, hw_sid *name)
{
    const hw_strings *t = r->in->profile->strings;
    const hw_block *block = &r->in->claims->blocks.at[in];
    hw_str package = block->declares_main ? HW_STR("main") : hw_strings_get(t, block->package);
    hw_buf *b = &r->full;
    hw_buf_clear(b);
    hw_mem ok = hw_go_plain(function, &r->scratch) == HW_OK && hw_buf_str(b, package) == HW_OK &&
                hw_buf_add(b, ".", 1) == HW_OK && hw_buf_str(b, hw_buf_view(&r->scratch)) == HW_OK;
    *name = hw_strings_find(t, hw_buf_view(b));
    return ok;
}

static HW_MEM look_at(reader *r, const hw_decl *d)
{
    hw_str declared = hw_strings_get(r->in->profile->strings, d->name), outer = enclosing(declared);
    if (r->last == d)
        return HW_MEM_OK;
    r->last = d;
    r->closure = outer.n < declared.n;
    if (!profile_name(r, d->place.block, declared, &r->name))
        return HW_MEM_OUT;
    if (hw_go_plain(outer, &r->scratch) != HW_OK)
        return HW_MEM_OUT;
    r->called = hw_strings_find(r->in->profile->strings, hw_buf_view(&r->scratch));
    r->outer = r->name;
    return !r->closure || profile_name(r, d->place.block, outer, &r->outer);
}

/* The profile ran the function only as inlined copies. */
static bool only_inlined(const reader *r, hw_sid name)
{
    return name < r->strings && r->as_inlined[name] && !r->as_physical[name];
}

static HW_MEM unobserved_cause(reader *r, uint32_t i, hw_cause *ret)
{
    const hw_claim *c = &r->in->claims->list.at[i];
    const hw_claims *claims = r->in->claims;
    bool flows = hw_join_explained(r->in); /* without -m=2 nothing is said about captures */
    *ret = HW_CAUSE_UNKNOWN;
    if (c->flags & HW_CLAIM_ELIDED)
        *ret = HW_CAUSE_NEVER_ELIDED;
    else if (c->flags & HW_CLAIM_ZERO_SIZE)
        *ret = HW_CAUSE_NEVER_ZERO_SIZE;
    else if (hw_kind_rows[c->kind].heap.sizes == HW_SIZES_NEVER)
        *ret = hw_kind_cause_rows[c->kind].without_call;
    const hw_decl *d =
        *ret == HW_CAUSE_UNKNOWN ? hw_enclosing_before(&r->decls->enclosing, &c->place) : NULL;
    if (!d) {
        if (*ret == HW_CAUSE_UNKNOWN)
            *ret = hw_why_unobserved_cause(&r->why, i, c, NULL, HW_NONE, HW_NONE);
        return HW_MEM_OK;
    }
    if (!look_at(r, d))
        return HW_MEM_OUT;
    hw_sid name = r->name, outer = r->outer;
    hw_cause by_code = hw_why_unobserved_cause(&r->why, i, c, d, name, r->called);
    if (name < r->strings && r->lost[name] && by_code != HW_CAUSE_MERGED_ALLOC &&
        (hw_kind_is_object((hw_kind)c->kind) || hw_own_fusible_make(claims, c)))
        by_code = HW_CAUSE_LOST_FRAME;
    if (by_code == HW_CAUSE_NEVER_STATIC_CLOSURE && flows && hw_captures_any(r->in->captures, d))
        by_code =
            HW_CAUSE_UNKNOWN; /* copies of it have one name, and this one is not in the code */
    *ret = by_code;
    if (by_code != HW_CAUSE_UNKNOWN)
        return HW_MEM_OK;
    if (hw_captures_nothing(r->in->captures, c)) {
        *ret = HW_CAUSE_NEVER_STATIC_CLOSURE;
        return HW_MEM_OK;
    }
    if (!d->inlinable)
        return HW_MEM_OK;
    bool outlined = name < r->strings && r->as_physical[name];
    if (only_inlined(r, name) || (!outlined && only_inlined(r, outer)))
        *ret = HW_CAUSE_INLINED_COPY;
    return HW_MEM_OK;
}

static hw_status collect(reader *r, hw_error *err)
{
    hw_audit *a = r->audit;
    const hw_claims *c = r->in->claims;
    for (uint32_t i = 0; i < c->list.len; i++) {
        const hw_claim *claim = &c->list.at[i];
        if (r->spoken[i] || r->in->where->ignored.at[claim->place.block] ||
            claim->kind == HW_KIND_PARAMETER)
            continue;
        hw_claim_without_bytes without_bytes = {i, HW_UPHELD, HW_CAUSE_UNKNOWN};
        if (hw_claim_heap(claim)) {
            without_bytes.verdict = HW_UNOBSERVED;
            if (!unobserved_cause(r, i, &without_bytes.cause))
                return hw_nomem(err);
        }
        *(without_bytes.verdict == HW_UPHELD ? &a->upheld : &a->unobserved) += 1;
        if (!hw_vec_push(&a->without_bytes, without_bytes))
            return hw_nomem(err);
    }
    return HW_OK;
}

hw_status hw_judge_without_bytes(hw_audit *a, const hw_join_input *in, const hw_joined *joined,
                                 const hw_decls *decls, const hw_audit *code, hw_error *err)
{
    reader r = {.audit = a, .in = in, .joined = joined, .decls = decls};
    if (!name_functions(&r) || !hw_why_unobserved_init(&r.why, code, in)) {
        hw_why_unobserved_free(&r.why);
        hw_buf_free(&r.scratch);
        hw_mem_free(r.plain);
        return hw_nomem(err);
    }
    r.spoken = hw_mem_zero(in->claims->list.len, 1);
    r.as_physical = hw_mem_zero(r.strings, 1);
    r.as_inlined = hw_mem_zero(r.strings, 1);
    r.lost = hw_mem_zero(r.strings, 1);
    hw_status status = HW_NOMEM;
    if (r.spoken && r.as_physical && r.as_inlined && r.lost && mark_lost(&r)) {
        mark_spoken(&r);
        mark_frames(&r);
        status = collect(&r, err);
    } else {
        hw_nomem(err);
    }
    hw_buf_free(&r.scratch);
    hw_buf_free(&r.full);
    hw_mem_free(r.spoken);
    hw_mem_free(r.as_physical);
    hw_mem_free(r.as_inlined);
    hw_mem_free(r.lost);
    hw_mem_free(r.plain);
    hw_why_unobserved_free(&r.why);
    return status;
}
