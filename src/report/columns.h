/* report/columns - the numbers of the audit's table, aligned. */
#ifndef HW_REPORT_COLUMNS_H
#define HW_REPORT_COLUMNS_H

#include "base/buf.h"
#include "model/writer.h"

typedef struct hw_columns {
    hw_buf text;  /* all lines */
    hw_str rest;  /* those not taken yet */
    size_t width; /* of the longest line */
} hw_columns;

/* The first `shown` findings. Columns that the profile has no values for are left out; the verdict
 * is the last column. */
hw_status hw_columns_make(const hw_audit *audit, const hw_report_options *o, size_t shown,
                          hw_columns *ret, hw_error *err);
/* The header, then one line for each finding, without spaces at the end; empty when there are no
 * more. */
hw_str hw_columns_next(hw_columns *c);
void hw_columns_free(hw_columns *c);

#endif
