/* base/library - shared libraries that are loaded when they are first needed.
 *
 * Some bring a dozen others with them, whose loading takes longer than reading a log of ten
 * megabytes. Their functions are called through a table: one file of base for each library has the
 * list of what is used, and the table.
 */
#ifndef HW_BASE_LIBRARY_H
#define HW_BASE_LIBRARY_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"
#include "heapwitness/types.h"

/* Of a process, so there is one static of each. */
typedef struct hw_library {
    const char *file;         /* as the loader looks for it: "libcurl.so.4" */
    const char *const *names; /* of its functions that are used */
    size_t count;
    void *table;                               /* of as many function pointers */
    const char *needed;                        /* "needs libcurl": begins an error */
    bool (*start)(char *why_not, size_t size); /* once, behind loading; may be NULL */
    pthread_mutex_t lock;                      /* of what follows */
    bool tried;
    char why_not[256]; /* empty: the table is filled */
} hw_library;

/* Any thread may call it, any number of times. HW_IO where the library or one of its functions is
 * not there: then `name`, an input, cannot be read. HW_NOMEM may pass. */
hw_status hw_library_load(hw_library *l, hw_str name, hw_error *err);

#endif
