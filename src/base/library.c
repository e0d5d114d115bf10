#include "base/library.h"

#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/mem.h"

/* false: there was no memory for it, which says nothing about the library. The linker's message
 * does not always tell; errno does, which only malloc sets to ENOMEM there. */
static HW_MEM load(hw_library *l)
{
    errno = 0;
    void *library = dlopen(l->file, RTLD_NOW | RTLD_LOCAL), *address = library;
    /* POSIX lets a function's address travel as a `void *`, C does not convert it. */
    for (size_t i = 0; address && i < l->count; i++) {
        address = dlsym(library, l->names[i]);
        memcpy((char *)l->table + i * sizeof address, &address, sizeof address);
    }
    if (!address && errno == ENOMEM) {
        if (library)
            dlclose(library);
        return HW_MEM_OUT;
    }
    if (!address) {
        const char *why = dlerror();
        snprintf(l->why_not, sizeof l->why_not, "%s", why ? why : "unknown error");
    } else if (l->start && !l->start(l->why_not, sizeof l->why_not) && !l->why_not[0]) {
        snprintf(l->why_not, sizeof l->why_not, "unknown error");
    }
    return HW_MEM_OK;
}

hw_status hw_library_load(hw_library *l, hw_str name, hw_error *err)
{
    pthread_mutex_lock(&l->lock);
    l->tried = l->tried || load(l);
    bool tried = l->tried, ok = l->why_not[0] == '\0';
    pthread_mutex_unlock(&l->lock);
    if (!tried)
        return hw_nomem(err);
    if (ok)
        return HW_OK;
    return hw_fail(err, HW_IO, name, "%s, which does not start: %s", l->needed, l->why_not);
}
