/* report/build_text - what a bundle says of its build, for people. */
#ifndef HW_REPORT_BUILD_TEXT_H
#define HW_REPORT_BUILD_TEXT_H

#include "model/claim.h"
#include "report/page.h"

/* What was run, on which commit and when, below the name of an input. Nothing where the input says
 * nothing. */
void hw_build_text(hw_page *p, const hw_claims *c, size_t input);

#endif
