/* report/records_text - what a summary of claims says of -json records, for people. */
#ifndef HW_REPORT_RECORDS_TEXT_H
#define HW_REPORT_RECORDS_TEXT_H

#include "model/claim.h"
#include "report/page.h"

/* A section of its own; nothing without records. */
void hw_records_text(hw_page *p, const hw_claims *c, size_t width);

#endif
