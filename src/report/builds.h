/* report/builds - what bundles say of their builds, in the documents and heads that show it. */
#ifndef HW_REPORT_BUILDS_H
#define HW_REPORT_BUILDS_H

#include "export/jsonw.h"
#include "model/claim.h"
#include "report/page.h"

/* The field "inputs" into an object that is open: names, of a bundle once. */
void hw_inputs_json(hw_jsonw *w, const hw_claims *c);
/* The field "builds" (docs/formats.md) into an object that is open. */
void hw_builds_json(hw_jsonw *w, const hw_claims *c);
/* Behind the name of an input: what was run, on which commit, when. Nothing where it says nothing.
 */
void hw_build_text(hw_page *p, const hw_claims *c, size_t input);

#endif
