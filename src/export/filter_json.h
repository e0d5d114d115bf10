/* export/filter_json - what a document says of the filter that its rows passed. */
#ifndef HW_EXPORT_FILTER_JSON_H
#define HW_EXPORT_FILTER_JSON_H

#include "base/jsonw.h"
#include "model/writer.h"

/* The field "filter": null where nothing was filtered, else the filter's words, and how many there
 * were `before`, under the name `key`. */
void hw_filter_json(hw_jsonw *w, const hw_report_options *o, bool filtered, const char *key,
                    uint64_t before);

#endif
