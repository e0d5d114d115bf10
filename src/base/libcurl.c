#include "base/libcurl.h"

#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

#include "base/library.h"
#include "base/mem.h"

static hw_curl_functions functions;

static const char *const names[] = {
#define X(name) "curl_" #name,
    HW_CURL_FUNCTIONS(X)
#undef X
};
_Static_assert(sizeof functions == sizeof names, "a pointer for each name");

static atomic_bool starved;

static void *noted(void *p)
{
    if (!p)
        starved = true;
    return p;
}

static void *take(size_t n)
{
    return noted(hw_mem_alloc(n ? n : 1, 1));
}

static void *resize(void *p, size_t n)
{
    return noted(hw_mem_resize(p, n ? n : 1, 1));
}

static void *zero(size_t count, size_t size)
{
    return noted(hw_mem_zero(count ? count : 1, size ? size : 1));
}

static char *copy(const char *s)
{
    size_t n = strlen(s) + 1;
    char *p = take(n);
    return p ? memcpy(p, s, n) : NULL;
}

static bool start(char *why_not, size_t size)
{
    CURLcode code =
        functions.global_init_mem(CURL_GLOBAL_DEFAULT, take, hw_mem_free, resize, copy, zero);
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

bool hw_curl_starved(void)
{
    return starved;
}
