/* report/not_understood - the lines of logs that were not understood. */
#ifndef HW_REPORT_NOT_UNDERSTOOD_H
#define HW_REPORT_NOT_UNDERSTOOD_H

#include "model/claim.h"

/* As "input:line: text". */
hw_status hw_not_understood_write(const hw_claims *claims, const hw_byte_sink *to, hw_error *err);

#endif
