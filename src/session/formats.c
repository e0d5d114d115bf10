#include "session/formats.h"

#include <string.h>

#include "export/audit_json.h"
#include "export/census_json.h"
#include "export/claims_csv.h"
#include "export/claims_json.h"
#include "export/drift_json.h"
#include "export/versions_json.h"
#include "report/audit_text.h"
#include "report/census_text.h"
#include "report/claims_editor.h"
#include "report/claims_text.h"
#include "report/drift_text.h"
#include "report/versions_text.h"

#define FORMATS(of, ...)                                                                           \
    const hw_##of##_writer *const hw_##of##_writers[] = {__VA_ARGS__, NULL};                       \
    const hw_##of##_writer *hw_##of##_writer_named(const char *name)                               \
    {                                                                                              \
        for (const hw_##of##_writer *const *w = hw_##of##_writers; *w; w++)                        \
            if (!name || strcmp((*w)->name, name) == 0)                                            \
                return *w;                                                                         \
        return NULL;                                                                               \
    }

FORMATS(audit, &hw_audit_writer_text, &hw_audit_writer_json)
FORMATS(census, &hw_census_writer_text, &hw_census_writer_json)
FORMATS(claims, &hw_claims_writer_text, &hw_claims_writer_json, &hw_claims_writer_csv,
        &hw_claims_writer_editor)
FORMATS(drift, &hw_drift_writer_text, &hw_drift_writer_json)
FORMATS(versions, &hw_versions_writer_text, &hw_versions_writer_json)

bool hw_format_known(const char *name)
{
    return hw_audit_writer_named(name) || hw_census_writer_named(name) ||
           hw_claims_writer_named(name) || hw_drift_writer_named(name) ||
           hw_versions_writer_named(name);
}
