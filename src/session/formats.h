/* session/formats - all formats, a list for each result. */
#ifndef HW_SESSION_FORMATS_H
#define HW_SESSION_FORMATS_H

#include "model/writer.h"

/* NULL-terminated; the first is the default. */
extern const hw_audit_writer *const hw_audit_writers[];
extern const hw_census_writer *const hw_census_writers[];
extern const hw_claims_writer *const hw_claims_writers[];
extern const hw_drift_writer *const hw_drift_writers[];
extern const hw_versions_writer *const hw_versions_writers[];

/* NULL where there is none; of the name NULL: the default. */
const hw_audit_writer *hw_audit_writer_named(const char *name);
const hw_census_writer *hw_census_writer_named(const char *name);
const hw_claims_writer *hw_claims_writer_named(const char *name);
const hw_drift_writer *hw_drift_writer_named(const char *name);
const hw_versions_writer *hw_versions_writer_named(const char *name);

/* Whether some result has it. */
bool hw_format_known(const char *name);

#endif
