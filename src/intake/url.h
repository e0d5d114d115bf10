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

/* `profile`: an empty path becomes /debug/pprof/heap, and `seconds` (when not 0) is put into the
 * query. HW_USAGE for what is no URL, HW_UNSUPPORTED for other protocols. */
hw_status hw_url_parse(hw_str locator, bool profile, unsigned seconds, hw_str name, hw_url *ret,
                       hw_error *err);
void hw_url_free(hw_url *u);

#endif
