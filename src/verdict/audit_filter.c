#include "verdict/audit_filter.h"

#include "base/error.h"

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

static hw_status filter_without_bytes(hw_audit *a, const hw_filter *filter, hw_error *err)
{
    size_t kept = 0;
    a->unobserved = a->upheld = 0;
    for (size_t i = 0; i < a->without_bytes.len; i++) {
        const hw_claim_without_bytes q = a->without_bytes.at[i];
        const hw_place *place = &a->claims->list.at[q.claim].place;
        hw_sid package = a->claims->blocks.at[place->block].package;
        hw_filtering x = {.filter = filter, .strings = a->strings};
        HW_TRY(hw_filter_try(&x, (hw_sid[]){place->file, package}, 2, err));
        if (!hw_filter_keeps(&x, package))
            continue;
        *(q.verdict == HW_UPHELD ? &a->upheld : &a->unobserved) += 1;
        a->without_bytes.at[kept++] = q;
    }
    a->without_bytes.len = kept;
    return HW_OK;
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
