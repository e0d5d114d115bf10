#include "base/libcurl.h"

#include <stdio.h>

#include "base/library.h"

static hw_curl_functions functions;

static const char *const names[] = {
#define X(name) "curl_" #name,
    HW_CURL_FUNCTIONS(X)
#undef X
};
_Static_assert(sizeof functions == sizeof names, "a pointer for each name");

static bool start(char *why_not, size_t size)
{
    CURLcode code = functions.global_init(CURL_GLOBAL_DEFAULT);
    if (code != CURLE_OK)
        snprintf(why_not, size, "%s", functions.easy_strerror(code));
    return code == CURLE_OK;
}

static hw_library library = {
    .file = HW_LIBCURL,
    .names = names,
    .count = sizeof names / sizeof *names,
    .table = &functions,
    .needed = "needs libcurl",
    .start = start,
    .lock = PTHREAD_MUTEX_INITIALIZER,
};

hw_status hw_curl_load(hw_str name, hw_error *err)
{
    return hw_library_load(&library, name, err);
}

const hw_curl_functions *hw_curl(void)
{
    return &functions;
}
