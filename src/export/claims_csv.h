/* export/claims_csv - the claims as CSV (RFC 4180), a row each. */
#ifndef HW_EXPORT_CLAIMS_CSV_H
#define HW_EXPORT_CLAIMS_CSV_H

#include "model/writer.h"

extern const hw_claims_writer hw_claims_writer_csv;

#endif
