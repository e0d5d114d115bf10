/* report/audit_head - the head of an audit's table: program, claims, build, filter, totals with
 * their coverage. */
#ifndef HW_REPORT_AUDIT_HEAD_H
#define HW_REPORT_AUDIT_HEAD_H

#include "report/audit_table.h"

void hw_audit_head(hw_audit_table *t);

#endif
