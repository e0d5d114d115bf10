#include "model/finding.h"

const hw_verdict_row hw_verdict_rows[HW_VERDICT_COUNT] = {
#define X(id, name, consistency) [HW_##id] = {name, consistency},
    HW_VERDICTS(X)
#undef X
};

const hw_cause_row hw_cause_rows[HW_CAUSE_COUNT] = {[HW_CAUSE_UNKNOWN] = {0, NULL, "warning", ""},
#define X(id, number, name, severity, text) [HW_CAUSE_##id] = {number, name, severity, text},
                                                    HW_CAUSES(X)
#undef X
};

const char *const hw_basis_names[HW_BASIS_COUNT] = {
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

hw_verdict hw_verdict_named(hw_str name)
{
    int v = 0;
    while (v < HW_VERDICT_COUNT && !hw_str_eq(name, hw_str_of(hw_verdict_rows[v].name)))
        v++;
    return (hw_verdict)v;
}

const char *hw_finding_severity(const hw_finding *f)
{
    if (f->cause == HW_CAUSE_BUILD_MISMATCH)
        return "error";
    return f->verdict == HW_CONTRADICTED ? hw_cause_rows[f->cause].severity : "note";
}
