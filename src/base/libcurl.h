/* base/libcurl - libcurl, loaded when the first URL is met.
 *
 * It brings some thirty libraries with it (base/library.h), and who reads files only has no need of
 * code that speaks to servers. Its functions are called through a table: hw_curl()->easy_init().
 */
#ifndef HW_BASE_LIBCURL_H
#define HW_BASE_LIBCURL_H

#define CURL_DISABLE_TYPECHECK /* the checks are macros around calls by name */
#include <curl/curl.h>

#include "base/str.h"
#include "heapwitness/types.h"

/* What is used of it; without "curl_". */
#define HW_CURL_FUNCTIONS(X)                                                                       \
    X(easy_cleanup)                                                                                \
    X(easy_getinfo)                                                                                \
    X(easy_init)                                                                                   \
    X(easy_perform)                                                                                \
    X(easy_setopt)                                                                                 \
    X(easy_strerror)                                                                               \
    X(free)                                                                                        \
    X(global_init_mem)                                                                             \
    X(slist_append)                                                                                \
    X(slist_free_all)                                                                              \
    X(url)                                                                                         \
    X(url_cleanup)                                                                                 \
    X(url_get)                                                                                     \
    X(url_set)                                                                                     \
    X(url_strerror)                                                                                \
    X(version_info)

typedef struct hw_curl_functions {
#define X(name) __typeof__(&curl_##name) name;
    HW_CURL_FUNCTIONS(X)
#undef X
} hw_curl_functions;

/* Loads and starts it, once; any thread may. HW_IO where it is not there: then `name`, a locator,
 * cannot be had. */
hw_status hw_curl_load(hw_str name, hw_error *err);
/* Only behind a successful hw_curl_load. */
const hw_curl_functions *hw_curl(void);
/* Whether an allocation of libcurl ever failed: CURLE_OUT_OF_MEMORY has other causes too. */
bool hw_curl_starved(void);

#endif
