#include "report/report.h"

#include <string.h>

#include "report/writers.h"

const hw_audit_writer *const hw_audit_writers[] = {&audit_writer_text, &audit_writer_json, NULL};
const hw_claims_writer *const hw_claims_writers[] = {
    &claims_writer_text, &claims_writer_json, &claims_writer_csv, &claims_writer_editor, NULL};

const hw_audit_writer *hw_audit_writer_named(const char *name)
{
    for (const hw_audit_writer *const *w = hw_audit_writers; *w; w++)
        if (name && strcmp((*w)->name, name) == 0)
            return *w;
    return NULL;
}

const hw_claims_writer *hw_claims_writer_named(const char *name)
{
    for (const hw_claims_writer *const *w = hw_claims_writers; *w; w++)
        if (name && strcmp((*w)->name, name) == 0)
            return *w;
    return NULL;
}

const hw_drift_writer *const hw_drift_writers[] = {&drift_writer_text, &drift_writer_json, NULL};

const hw_drift_writer *hw_drift_writer_named(const char *name)
{
    for (const hw_drift_writer *const *w = hw_drift_writers; *w; w++)
        if (name && strcmp((*w)->name, name) == 0)
            return *w;
    return NULL;
}

const hw_versions_writer *const hw_versions_writers[] = {&versions_writer_text,
                                                         &versions_writer_json, NULL};

const hw_versions_writer *hw_versions_writer_named(const char *name)
{
    for (const hw_versions_writer *const *w = hw_versions_writers; *w; w++)
        if (name && strcmp((*w)->name, name) == 0)
            return *w;
    return NULL;
}
