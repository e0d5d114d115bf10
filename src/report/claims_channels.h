/* report/claims_channels - what a census says of -json records, beside the text's classes. */
#ifndef HW_REPORT_CLAIMS_CHANNELS_H
#define HW_REPORT_CLAIMS_CHANNELS_H

#include "export/jsonw.h"
#include "model/claim.h"
#include "report/page.h"

/* The member "json": null without records. */
void hw_channels_json(hw_jsonw *w, const hw_claims *c);
/* A section of its own; nothing without records. */
void hw_channels_text(hw_page *p, const hw_claims *c, size_t width);

#endif
