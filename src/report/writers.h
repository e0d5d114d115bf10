/* report/writers - the rows of the writers; each lives in its writer's file. */
#ifndef HW_REPORT_WRITERS_H
#define HW_REPORT_WRITERS_H

#include "report/report.h"

extern const hw_audit_writer audit_writer_text, audit_writer_json;
extern const hw_claims_writer claims_writer_text, claims_writer_json, claims_writer_csv,
    claims_writer_editor;
extern const hw_census_writer census_writer_text, census_writer_json;
extern const hw_drift_writer drift_writer_text, drift_writer_json;
extern const hw_versions_writer versions_writer_text, versions_writer_json;

#endif
