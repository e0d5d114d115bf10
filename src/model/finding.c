#include "model/finding.h"

#include "base/error.h"

static const struct {
    const char *name, *consistency;
} verdicts[HW_VERDICT_COUNT] = {
#define X(id, name, consistency) [HW_##id] = {name, consistency},
    HW_VERDICTS(X)
#undef X
};

static const struct {
    unsigned number;
    const char *name, *severity, *text;
} causes[HW_CAUSE_COUNT] = {[HW_CAUSE_UNKNOWN] = {0, NULL, "warning", ""},
#define X(id, number, name, severity, text) [HW_CAUSE_##id] = {number, name, severity, text},
                            HW_CAUSES(X)
#undef X
};

static const char *const bases[HW_BASIS_COUNT] = {
#define X(id, name) [HW_BASIS_##id] = name,
    HW_BASES(X)
#undef X
};

void hw_audit_init(hw_audit *a)
{
    *a = (hw_audit){0};
}

void hw_audit_free(hw_audit *a)
{
    hw_vec_free(&a->findings);
    hw_vec_free(&a->without_bytes);
    hw_vec_free(&a->build_reasons);
    hw_notes_free(&a->notes);
    hw_arena_free(&a->arena);
    hw_audit_init(a);
}

const char *hw_verdict_name(hw_verdict v)
{
    return verdicts[v].name;
}

const char *hw_verdict_consistency(hw_verdict v)
{
    return verdicts[v].consistency;
}

hw_verdict hw_verdict_named(hw_str name)
{
    int v = 0;
    while (v < HW_VERDICT_COUNT && !hw_str_eq(name, hw_str_of(verdicts[v].name)))
        v++;
    return (hw_verdict)v;
}

const char *hw_cause_name(hw_cause c)
{
    return causes[c].name;
}

const char *hw_cause_text(hw_cause c)
{
    return causes[c].text;
}

unsigned hw_cause_number(hw_cause c)
{
    return causes[c].number;
}

const char *hw_basis_name(hw_basis b)
{
    return bases[b];
}

const char *hw_finding_severity(const hw_finding *f)
{
    if (f->cause == HW_CAUSE_BUILD_MISMATCH)
        return "error";
    return f->verdict == HW_CONTRADICTED ? causes[f->cause].severity : "note";
}

/* --- filter ----------------------------------------------------------------------------------- */

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
