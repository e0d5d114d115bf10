/* report/claims_text - the summary of claims for people: what the compiler said, how often, why
 * and where. */
#ifndef HW_REPORT_CLAIMS_TEXT_H
#define HW_REPORT_CLAIMS_TEXT_H

#include "model/writer.h"

extern const hw_claims_writer hw_claims_writer_text;

#endif
