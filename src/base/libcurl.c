#include "base/libcurl.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"

static hw_curl_functions functions;
static char why_not[256];

static void fail(const char *why)
{
    snprintf(why_not, sizeof why_not, "%s", why ? why : "unknown error");
}

/* POSIX lets a function's address travel as a `void *`, C does not convert it. */
static bool find(void *library, const char *name, void *to)
{
    void *address = dlsym(library, name);
    memcpy(to, &address, sizeof address);
    return address != NULL;
}

static void load(void)
{
    void *library = dlopen(HW_LIBCURL, RTLD_NOW | RTLD_LOCAL);
    bool all = library != NULL;
#define X(name) all = all && find(library, "curl_" #name, &functions.name);
    HW_CURL_FUNCTIONS(X)
#undef X
    if (!all) {
        fail(dlerror());
        return;
    }
    CURLcode code = functions.global_init(CURL_GLOBAL_DEFAULT);
    if (code != CURLE_OK)
        fail(functions.easy_strerror(code));
}

hw_status hw_curl_load(hw_str name, hw_error *err)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, load);
    if (why_not[0] == '\0')
        return HW_OK;
    return hw_fail(err, HW_IO, name, "needs libcurl, which does not start: %s", why_not);
}

const hw_curl_functions *hw_curl(void)
{
    return &functions;
}
