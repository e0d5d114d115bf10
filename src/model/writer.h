/* model/writer - how results are written: a row a format, of what it writes.
 *
 * A row lies in the file that writes; session/formats lists them.
 */
#ifndef HW_MODEL_WRITER_H
#define HW_MODEL_WRITER_H

#include <stdbool.h>

#include "base/str.h"
#include "heapwitness/types.h"
#include "model/difference.h"
#include "model/finding.h"
#include "model/versions.h"

struct hw_summary; /* claims/summary.h */

typedef struct hw_report_options {
    size_t nodecount; /* findings, or rows of each table of a summary, that are shown; 0: all */
    unsigned width;   /* columns of the terminal; 0: 100 */
    bool colour;
    bool all;         /* list claims: of an audit those without bytes */
    const char *unit; /* of sizes on the terminal: "auto" (NULL), or one of hw_size_units */
    const char *focus, *ignore; /* what was filtered by; NULL: not */
    const hw_str *packages;     /* the same, of a drift */
    size_t package_count;
} hw_report_options;

typedef struct hw_audit_writer {
    const char *name; /* --format=NAME */
    const char *help;
    hw_status (*write)(const hw_audit *audit, const hw_report_options *o, const hw_byte_sink *to,
                       hw_error *err);
} hw_audit_writer;

typedef hw_audit_writer hw_census_writer; /* of an audit of a program's calls */

typedef struct hw_claims_writer {
    const char *name;
    const char *help;
    hw_status (*write)(const struct hw_summary *summary, const hw_report_options *o,
                       const hw_byte_sink *to, hw_error *err);
} hw_claims_writer;

typedef struct hw_drift_writer {
    const char *name;
    const char *help;
    hw_status (*write)(const hw_drift *drift, const hw_report_options *o, const hw_byte_sink *to,
                       hw_error *err);
} hw_drift_writer;

typedef struct hw_versions_writer {
    const char *name;
    const char *help;
    hw_status (*write)(const hw_versions *versions, const hw_report_options *o,
                       const hw_byte_sink *to, hw_error *err);
} hw_versions_writer;

#endif
