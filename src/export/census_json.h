/* export/census_json - heapwitness.census/1 (docs/formats.md, docs/schema/census.v1.json). */
#ifndef HW_EXPORT_CENSUS_JSON_H
#define HW_EXPORT_CENSUS_JSON_H

#include "model/writer.h"

extern const hw_census_writer hw_census_writer_json;

#endif
