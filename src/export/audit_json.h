/* export/audit_json - heapwitness.audit/1 (docs/formats.md, docs/schema/audit.v1.json). */
#ifndef HW_EXPORT_AUDIT_JSON_H
#define HW_EXPORT_AUDIT_JSON_H

#include "model/writer.h"

extern const hw_audit_writer hw_audit_writer_json;

#endif
