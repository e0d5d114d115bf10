/* report/audit_table - the terminal table of an audit: what its head and its sites share. */
#ifndef HW_REPORT_AUDIT_TABLE_H
#define HW_REPORT_AUDIT_TABLE_H

#include "model/writer.h"
#include "report/page.h"

typedef struct hw_audit_table {
    hw_page page;
    const hw_audit *audit;
    const hw_report_options *options;
    size_t width;
    size_t at;          /* column where sites begin */
    size_t room;        /* columns that they have */
    hw_buf left, right; /* scratch */
} hw_audit_table;

hw_style hw_verdict_style(hw_verdict v);
/* Of its verdict, unless the finding is an error. */
hw_style hw_finding_style(const hw_finding *f);
hw_str hw_audit_table_string(const hw_audit_table *t, hw_sid id);
/* Whether the profile has the value. */
bool hw_audit_table_has(const hw_audit_table *t, hw_value v);

#endif
