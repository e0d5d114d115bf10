/* intake/url - what a fetch needs to know of a URL, on top of libcurl's parser. Private. */
#ifndef HW_INTAKE_URL_H
#define HW_INTAKE_URL_H

#include "base/str.h"
#include "heapwitness/types.h"

/* Strings are owned, NULL where absent. `text` holds no user and no password. */
typedef struct hw_url {
    char *text;
    char *origin; /* "scheme://host:port", the port always there */
    char *user, *password;
    unsigned seconds; /* the value of ?seconds=, 0 without */
} hw_url;

typedef enum hw_url_use {
    HW_URL_PLAIN,
    HW_URL_PROFILE, /* an empty path becomes /debug/pprof/heap, `seconds` goes into the query */
    HW_URL_SYMBOLS, /* the same server's .../pprof/symbol instead of a profile, without a query */
} hw_url_use;

/* `seconds` is of use when it is not 0. HW_USAGE for what is no URL, HW_UNSUPPORTED for other
 * protocols. */
hw_status hw_url_parse(hw_str locator, hw_url_use use, unsigned seconds, hw_str name, hw_url *ret,
                       hw_error *err);
void hw_url_free(hw_url *u);

#endif
