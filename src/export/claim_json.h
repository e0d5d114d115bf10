/* export/claim_json - the claim object that several JSON documents share (docs/formats.md). */
#ifndef HW_EXPORT_CLAIM_JSON_H
#define HW_EXPORT_CLAIM_JSON_H

#include "base/jsonw.h"
#include "model/finding.h"

/* The claim's fields, into an object that is open. `c` is in set->list or set->leaks. */
void hw_claim_json(hw_jsonw *w, const hw_claims *set, const hw_claim *c);
/* The field "claims" of a finding: its claims, each with whether it owns the bytes. */
void hw_candidates_json(hw_jsonw *w, const hw_claims *set, const hw_finding *f);
/* The fields "file", "line" and "column"; line and column 0 become null. */
void hw_position_json(hw_jsonw *w, hw_str file, uint32_t line, uint32_t col);

#endif
