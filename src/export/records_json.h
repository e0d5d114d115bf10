/* export/records_json - what a summary of claims says of -json records. */
#ifndef HW_EXPORT_RECORDS_JSON_H
#define HW_EXPORT_RECORDS_JSON_H

#include "base/jsonw.h"
#include "model/claim.h"

/* The member "json" of the object that is open: null without records. */
void hw_records_json(hw_jsonw *w, const hw_claims *c);

#endif
