/* report - findings become a page. One model, many writers: one file and one row each. */
#ifndef HW_REPORT_REPORT_H
#define HW_REPORT_REPORT_H

#include <stdbool.h>

#include "claims/summary.h"
#include "heapwitness/types.h"
#include "model/difference.h"
#include "model/finding.h"
#include "model/versions.h"

typedef struct hw_report_options {
    size_t nodecount; /* findings, or rows of each of the census's tables, shown; 0: all */
    unsigned width;   /* columns of the terminal table; 0: 100 */
    bool colour;
    bool all;         /* list claims: of an audit those without bytes */
    const char *unit; /* "auto" (NULL), or one of hw_size_units: the terminal table's sizes */
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

typedef hw_audit_writer hw_census_writer; /* of what hw_session_survey analysed */

typedef struct hw_claims_writer {
    const char *name;
    const char *help;
    hw_status (*write)(const hw_summary *census, const hw_report_options *o, const hw_byte_sink *to,
                       hw_error *err);
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
    hw_status (*write)(const hw_versions *versions, const hw_report_options *o, const hw_byte_sink *to,
                       hw_error *err);
} hw_versions_writer;

/* NULL-terminated lists; the first is the default. */
extern const hw_versions_writer *const hw_versions_writers[];
extern const hw_drift_writer *const hw_drift_writers[];
extern const hw_audit_writer *const hw_audit_writers[];
extern const hw_claims_writer *const hw_claims_writers[];
extern const hw_census_writer *const hw_census_writers[];

/* NULL-terminated: what `unit` may be. */
extern const char *const hw_size_units[];

/* The lines that were not understood, as "input:line: text". */
hw_status hw_not_understood_write(const hw_claims *claims, const hw_byte_sink *to, hw_error *err);

/* NULL where there is none; of the name NULL: the default. */
const hw_audit_writer *hw_audit_writer_named(const char *name);
const hw_claims_writer *hw_claims_writer_named(const char *name);
const hw_census_writer *hw_census_writer_named(const char *name);
const hw_drift_writer *hw_drift_writer_named(const char *name);
const hw_versions_writer *hw_versions_writer_named(const char *name);

#endif
