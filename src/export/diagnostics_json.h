/* export/diagnostics_json - the logs that claims are from, as several JSON documents have them. */
#ifndef HW_EXPORT_DIAGNOSTICS_JSON_H
#define HW_EXPORT_DIAGNOSTICS_JSON_H

#include "base/jsonw.h"
#include "model/finding.h"

/* Members of the object that is open: */

/* "inputs": names, of a bundle once. */
void hw_inputs_json(hw_jsonw *w, const hw_claims *c);
/* "builds": what bundles say of their builds. */
void hw_builds_json(hw_jsonw *w, const hw_claims *c);
/* "diagnostics": all of an audit's logs. */
void hw_diagnostics_json(hw_jsonw *w, const hw_audit *a);

#endif
