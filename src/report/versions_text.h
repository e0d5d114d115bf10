/* report/versions_text - what several Go versions say, as a table: a row a claim, a column a
 * version. */
#ifndef HW_REPORT_VERSIONS_TEXT_H
#define HW_REPORT_VERSIONS_TEXT_H

#include "model/writer.h"

extern const hw_versions_writer hw_versions_writer_text;

#endif
