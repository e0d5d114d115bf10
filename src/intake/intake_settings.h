/* intake/intake_settings - how inputs are obtained: the limits, and how to fetch. */
#ifndef HW_INTAKE_INTAKE_SETTINGS_H
#define HW_INTAKE_INTAKE_SETTINGS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/limit_table.h"

/* How to fetch over HTTP. Strings are borrowed; NULL where not set. */
typedef struct hw_fetch_options {
    const char *const *headers; /* "Name: value" */
    size_t header_count;
    const char *user;              /* "name:password" */
    const char *bearer_token_file; /* its content, trimmed, is sent as a bearer token */
    const char *tls_cert, *tls_key, *tls_ca;
    bool insecure;    /* do not verify the server's certificate */
    double timeout;   /* seconds for the whole transfer; 0: 60 */
    unsigned retry;   /* further tries after a refused connection, time-out, or 429/5xx reply */
    unsigned seconds; /* adds ?seconds=N to a profile's URL, and to the time-out */
} hw_fetch_options;

typedef struct hw_intake {
    hw_limits limits; /* all fields set: hw_limits_filled */
    hw_fetch_options fetch;
    unsigned threads; /* that may work at once; 0: one for each CPU */
} hw_intake;

#endif
