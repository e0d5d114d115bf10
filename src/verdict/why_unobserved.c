#include "verdict/why_unobserved.h"

#include "base/buf.h"
#include "base/mem.h"
#include "go/goname.h"
#include "verdict/kind_causes.h"

static void mark_findings(hw_why_unobserved *c)
{
    for (uint32_t i = 0; i < c->audit->findings.len; i++) {
        const hw_finding *f = &c->audit->findings.at[i];
        for (size_t k = 0; k < f->claim_count; k++)
            if (c->finding[f->claims[k].claim] == 0)
                c->finding[f->claims[k].claim] = i + 1;
    }
}

/* Makes ids of plain names, so the arrays by sid are made after it. */
static HW_MEM name_linked(const hw_why_unobserved *c, hw_sid *ret)
{
    const hw_profile *p = c->audit->profile;
    hw_buf plain = {0};
    hw_mem ok = HW_MEM_OK;
    for (size_t i = 0; ok && i < p->linked.len; i++)
        ok = hw_go_plain(hw_strings_get(p->strings, p->linked.at[i]), &plain) == HW_OK &&
             hw_strings_put(p->strings, hw_buf_view(&plain), &ret[i]);
    hw_buf_free(&plain);
    return ok;
}

static void mark_ran(hw_why_unobserved *c, const hw_profile *p)
{
    for (size_t i = 0; i < p->locations.len; i++) {
        const hw_location *l = &p->locations.at[i];
        uint32_t f = l->frames ? p->frames.at[l->frames_at + l->frames - 1].function : HW_NONE;
        if (f != HW_NONE)
            c->ran[p->functions.at[f].name] = 1;
    }
}

HW_MEM hw_why_unobserved_init(hw_why_unobserved *c, const hw_audit *audit, const hw_join_input *in)
{
    *c = (hw_why_unobserved){.audit = audit, .exact = in->profile->period == 1};
    if (!audit)
        return HW_MEM_OK;
    size_t n = audit->profile->linked.len;
    hw_sid *linked = hw_mem_alloc(n ? n : 1, sizeof *linked);
    hw_mem ok = linked && name_linked(c, linked);
    c->strings = in->profile->strings->list.len;
    c->finding = hw_mem_zero(in->claims->list.len ? in->claims->list.len : 1, sizeof *c->finding);
    c->linked = hw_mem_zero(c->strings, 1);
    c->ran = hw_mem_zero(c->strings, 1);
    ok = ok && c->finding && c->linked && c->ran;
    if (ok) {
        mark_findings(c);
        for (size_t i = 0; i < n; i++)
            c->linked[linked[i]] = 1;
        mark_ran(c, in->profile);
    }
    hw_mem_free(linked);
    return ok;
}

void hw_why_unobserved_free(hw_why_unobserved *c)
{
    hw_mem_free(c->finding);
    hw_mem_free(c->linked);
    hw_mem_free(c->ran);
}

/* An object that shares a block of 16 bytes with others. The block is charged to the first one. */
static bool is_tiny(const hw_finding *f)
{
    enum { TINY_BLOCK = 16 };
    return (f->family == HW_FAMILY_OBJECT || f->family == HW_FAMILY_MALLOC) && f->type &&
           f->pointer_free && f->type_size >= 0 && f->type_size < TINY_BLOCK;
}

static bool has_constant_size(const hw_claim *c)
{
    return hw_kind_rows[c->kind].heap.sizes == HW_SIZES_CONSTANT;
}

/* What is called may find that it needs no memory: for a small number, an empty string, or where
 * there is room. Empty slices are rare, so that is believed of a slice only where its function is
 * known to have run. */
static bool depends_on_values(const hw_claim *c, hw_family family, bool ran)
{
    switch (family) {
    case HW_FAMILY_SLICE:
    case HW_FAMILY_SLICE_COPY:
        return ran && !has_constant_size(c);
    case HW_FAMILY_GROW:
    case HW_FAMILY_MOVE:
    case HW_FAMILY_CONVERT:
    case HW_FAMILY_CONCAT:
    case HW_FAMILY_STRING:
    case HW_FAMILY_C_STRING:
        return true;
    default:
        return false;
    }
}

/* A call that only made empty slices looks like one that never ran, where its function is in no
 * stack. (A closure that captures something would have been allocated, had it run.) */
static bool may_have_been_empty(const hw_claim *c, hw_family family)
{
    return (family == HW_FAMILY_SLICE || family == HW_FAMILY_SLICE_COPY) && !has_constant_size(c);
}

static hw_cause cause_with_call(const hw_why_unobserved *c, const hw_claim *claim,
                                const hw_finding *f, bool captures)
{
    if (is_tiny(f))
        return HW_CAUSE_TINY_SHARED;
    if (!c->exact) /* it may be only that no sample fell there */
        return HW_CAUSE_UNKNOWN;
    bool ran = f->function < c->strings && c->ran[f->function];
    hw_str name = hw_strings_get(c->audit->strings, f->function);
    captures = captures && hw_str_has(name, HW_STR(".func"));
    if (depends_on_values(claim, f->family, ran))
        return HW_CAUSE_NEVER_VALUE_DEPENDENT;
    return !may_have_been_empty(claim, f->family) || captures ? HW_CAUSE_NEVER_EXECUTED
                                                              : HW_CAUSE_UNKNOWN;
}

static hw_cause cause_without_call(const hw_why_unobserved *c, const hw_claim *claim,
                                   const hw_decl *d, hw_sid name)
{
    if (!d)
        return HW_CAUSE_UNKNOWN;
    if (name >= c->strings || !c->linked[name]) /* the linker left it out */
        return d->inlinable ? HW_CAUSE_INLINED_COPY : HW_CAUSE_NEVER_EXECUTED;
    return hw_kind_cause_rows[claim->kind].without_call;
}

hw_cause hw_why_unobserved_cause(const hw_why_unobserved *c, uint32_t i, const hw_claim *claim,
                                 const hw_decl *d, hw_sid name, bool captures)
{
    if (!c->audit)
        return HW_CAUSE_UNKNOWN;
    if (c->finding[i])
        return cause_with_call(c, claim, &c->audit->findings.at[c->finding[i] - 1], captures);
    return cause_without_call(c, claim, d, name);
}
