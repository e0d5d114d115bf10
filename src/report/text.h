/* report/text - the parts of the terminal table: its head and its sites. */
#ifndef HW_REPORT_TEXT_H
#define HW_REPORT_TEXT_H

#include "go/goname.h"
#include "report/page.h"
#include "report/report.h"

typedef struct hw_table {
    hw_page page;
    const hw_audit *audit;
    const hw_report_options *options;
    size_t width;
    size_t at;          /* column where sites begin */
    size_t room;        /* columns that they have */
    hw_buf left, right; /* scratch */
} hw_table;

/* Program, claims, build, filter, totals with their coverage. */
void hw_table_head(hw_table *t);
/* Where a site is: the rest of the line, from column `at` on. */
void hw_table_site(hw_table *t, const hw_finding *f);
/* Below it, indented to `at`, what is to be said: claims, flow, cause. */
void hw_table_details(hw_table *t, const hw_finding *f);
/* The innermost call that was inlined there, indented to `at`; nothing where none was. */
void hw_table_inlined(hw_table *t, const hw_finding *f);
/* A claim without bytes, on one line. */
void hw_table_without_bytes(hw_table *t, const hw_claim_without_bytes *q);

hw_style hw_verdict_style(hw_verdict v);
hw_str hw_table_string(const hw_table *t, hw_sid id);
bool hw_table_has(const hw_table *t, hw_value v);

#endif
