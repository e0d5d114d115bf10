/* report/audit_site - one site of an audit's table: its place, and below it what is to be said. */
#ifndef HW_REPORT_AUDIT_SITE_H
#define HW_REPORT_AUDIT_SITE_H

#include "report/audit_table.h"

/* Where a site is: the rest of the line, from column `at` on. */
void hw_audit_site(hw_audit_table *t, const hw_finding *f);
/* Below it, indented to `at`: claims, flow, cause. */
void hw_audit_site_details(hw_audit_table *t, const hw_finding *f);
/* The innermost call that was inlined there, indented to `at`; nothing where none was. */
void hw_audit_site_inlined(hw_audit_table *t, const hw_finding *f);
/* A claim without bytes, on one line. */
void hw_audit_claim_without_bytes(hw_audit_table *t, const hw_claim_without_bytes *q);

#endif
