#include "model/finding.h"

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
