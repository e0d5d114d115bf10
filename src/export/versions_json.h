/* export/versions_json - heapwitness.versions/1 (docs/formats.md,
 * docs/schema/versions.v1.json). */
#ifndef HW_EXPORT_VERSIONS_JSON_H
#define HW_EXPORT_VERSIONS_JSON_H

#include "model/writer.h"

extern const hw_versions_writer hw_versions_writer_json;

#endif
