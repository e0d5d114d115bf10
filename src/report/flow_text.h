/* report/flow_text - why a value is on the heap, as a chain for people:
 *
 *     → buf (assign, :105) → heap (call parameter of (*cache.LRU[...]).Put, :107)
 *
 * on one line where it fits, else a line for each step.
 */
#ifndef HW_REPORT_FLOW_TEXT_H
#define HW_REPORT_FLOW_TEXT_H

#include "model/claim.h"
#include "report/page.h"

/* Lines of `width` columns, of which the first `indent` stay empty; nothing for a claim without an
 * explanation. The first few explanations are shown. */
void hw_flow_text(hw_page *p, const hw_claims *set, const hw_claim *c, size_t indent, size_t width);

#endif
