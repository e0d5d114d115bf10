#include "report/report.h"

#include <string.h>

#include "report/writers.h"

#define WRITERS(of, ...)                                                                           \
    const hw_##of##_writer *const hw_##of##_writers[] = {__VA_ARGS__, NULL};                       \
    const hw_##of##_writer *hw_##of##_writer_named(const char *name)                               \
    {                                                                                              \
        for (const hw_##of##_writer *const *w = hw_##of##_writers; *w; w++)                        \
            if (!name || strcmp((*w)->name, name) == 0)                                            \
                return *w;                                                                         \
        return NULL;                                                                               \
    }

WRITERS(audit, &audit_writer_text, &audit_writer_json)
WRITERS(claims, &claims_writer_text, &claims_writer_json, &claims_writer_csv, &claims_writer_editor)
WRITERS(census, &census_writer_text, &census_writer_json)
WRITERS(drift, &drift_writer_text, &drift_writer_json)
WRITERS(versions, &versions_writer_text, &versions_writer_json)
