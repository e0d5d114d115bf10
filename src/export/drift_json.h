/* export/drift_json - heapwitness.drift/1 (docs/formats.md, docs/schema/drift.v1.json). */
#ifndef HW_EXPORT_DRIFT_JSON_H
#define HW_EXPORT_DRIFT_JSON_H

#include "model/writer.h"

extern const hw_drift_writer hw_drift_writer_json;

#endif
