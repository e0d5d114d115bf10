/* report/claims_editor - the claims as editors read them: "file:line:col: message", by place. */
#ifndef HW_REPORT_CLAIMS_EDITOR_H
#define HW_REPORT_CLAIMS_EDITOR_H

#include "model/writer.h"

extern const hw_claims_writer hw_claims_writer_editor;

#endif
