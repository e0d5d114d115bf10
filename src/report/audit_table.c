#include "report/audit_table.h"

hw_style hw_verdict_style(hw_verdict v)
{
    static const hw_style styles[HW_VERDICT_COUNT] = {
        [HW_CONFIRMED] = HW_STYLE_GREEN, [HW_CONTRADICTED] = HW_STYLE_YELLOW,
        [HW_UNCLAIMED] = HW_STYLE_CYAN,  [HW_AMBIGUOUS] = HW_STYLE_MAGENTA,
        [HW_UNDIAGNOSED] = HW_STYLE_DIM, [HW_UNOBSERVED] = HW_STYLE_DIM,
        [HW_UPHELD] = HW_STYLE_DIM,
    };
    return styles[v];
}

hw_style hw_finding_style(const hw_finding *f)
{
    return f->cause == HW_CAUSE_BUILD_MISMATCH ? HW_STYLE_RED : hw_verdict_style(f->verdict);
}

hw_str hw_audit_table_string(const hw_audit_table *t, hw_sid id)
{
    return hw_strings_get(t->audit->strings, id);
}

bool hw_audit_table_has(const hw_audit_table *t, hw_value v)
{
    return hw_profile_has(t->audit->profile, v);
}
