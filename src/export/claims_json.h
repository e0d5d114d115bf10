/* export/claims_json - heapwitness.claims/1: the claims of logs, counted and listed
 * (docs/formats.md). */
#ifndef HW_EXPORT_CLAIMS_JSON_H
#define HW_EXPORT_CLAIMS_JSON_H

#include "model/writer.h"

extern const hw_claims_writer hw_claims_writer_json;

#endif
