#include "verdict/audit_filter.h"

#include "base/buf.h"
#include "base/error.h"
#include "claims/enclosing.h"

static hw_status filter_findings(hw_audit *a, const hw_filter *filter, hw_error *err)
{
    size_t kept = 0;
    a->totals = (hw_values){0};
    for (size_t v = 0; v < HW_VERDICT_COUNT; v++)
        a->coverage[v] = (hw_values){0};
    for (size_t i = 0; i < a->findings.len; i++) {
        hw_finding *f = &a->findings.at[i];
        hw_filtering x = {.filter = filter, .strings = a->strings};
        HW_TRY(hw_filter_try(&x, (hw_sid[]){f->function, f->file, f->path, f->package}, 4, err));
        for (size_t k = 0; k < f->inlined_count; k++)
            HW_TRY(
                hw_filter_try(&x, (hw_sid[]){f->inlined[k].function, f->inlined[k].file}, 2, err));
        if (!hw_filter_keeps(&x, f->package))
            continue;
        hw_values_add(&a->totals, &f->values);
        hw_values_add(&a->coverage[f->verdict], &f->values);
        a->findings.at[kept] = *f;
        a->findings.at[kept].rank = (uint32_t)(kept + 1);
        kept++;
    }
    a->findings.len = kept;
    return HW_OK;
}

/* The names of the functions that claims stand in: claims of one stand together. */
typedef struct namer {
    hw_audit *audit;
    hw_enclosing enclosing;
    hw_buf scratch;
    hw_sid function; /* of the last claim, as its log names it */
    uint32_t block;
    hw_sid logged, shown; /* with its package, as logs have it, and as sites do */
} namer;

static HW_MEM qualify(namer *n, hw_str package, hw_sid function, hw_sid *ret)
{
    hw_buf_clear(&n->scratch);
    return hw_mem_of(hw_buf_str(&n->scratch, package) == HW_OK &&
                     hw_buf_str(&n->scratch, package.n ? HW_STR(".") : HW_STR("")) == HW_OK &&
                     hw_buf_str(&n->scratch, hw_strings_get(n->audit->strings, function)) ==
                         HW_OK &&
                     hw_strings_put(n->audit->strings, hw_buf_view(&n->scratch), ret));
}

/* Package main has two names: its import path in the log, and "main" in profiles. */
static HW_MEM name_function(namer *n, const hw_claim *c)
{
    bool exact;
    const hw_block *block = &n->audit->claims->blocks.at[c->place.block];
    hw_sid function = hw_claim_function(&n->enclosing, c, &exact);
    hw_str package = hw_strings_get(n->audit->strings, block->package);
    if (function == n->function && c->place.block == n->block)
        return HW_MEM_OK;
    n->function = function;
    n->block = c->place.block;
    n->logged = n->shown = 0;
    if (function == 0)
        return HW_MEM_OK;
    return hw_mem_of(
        qualify(n, package, function, &n->logged) &&
        qualify(n, block->declares_main ? HW_STR("main") : package, function, &n->shown));
}

static hw_status keep_matching(namer *n, const hw_filter *filter, hw_error *err)
{
    hw_audit *a = n->audit;
    size_t kept = 0;
    a->unobserved = a->upheld = 0;
    for (size_t i = 0; i < a->without_bytes.len; i++) {
        const hw_claim_without_bytes q = a->without_bytes.at[i];
        const hw_claim *claim = &a->claims->list.at[q.claim];
        hw_sid package = a->claims->blocks.at[claim->place.block].package;
        hw_filtering x = {.filter = filter, .strings = a->strings};
        if (!name_function(n, claim))
            return hw_nomem(err);
        HW_TRY(
            hw_filter_try(&x, (hw_sid[]){claim->place.file, package, n->logged, n->shown}, 4, err));
        if (!hw_filter_keeps(&x, package))
            continue;
        *(q.verdict == HW_UPHELD ? &a->upheld : &a->unobserved) += 1;
        a->without_bytes.at[kept++] = q;
    }
    a->without_bytes.len = kept;
    return HW_OK;
}

static hw_status filter_without_bytes(hw_audit *a, const hw_filter *filter, hw_error *err)
{
    namer n = {.audit = a, .block = HW_NONE};
    hw_status status =
        hw_enclosing_init(&n.enclosing, a->claims) ? keep_matching(&n, filter, err) : hw_nomem(err);
    hw_enclosing_free(&n.enclosing);
    hw_buf_free(&n.scratch);
    return status;
}

hw_status hw_audit_filter(hw_audit *a, const hw_filter *filter, hw_error *err)
{
    if (hw_filter_empty(filter))
        return HW_OK;
    if (!a->before.set) {
        a->before.set = true;
        a->before.findings = a->findings.len;
        a->before.totals = a->totals;
    }
    HW_TRY(filter_findings(a, filter, err));
    return filter_without_bytes(a, filter, err);
}
