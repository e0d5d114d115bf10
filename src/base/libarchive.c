#include "base/libarchive.h"

#include "base/library.h"

static hw_archive_functions functions;

static const char *const names[] = {
#define X(name) "archive_" #name,
    HW_ARCHIVE_FUNCTIONS(X)
#undef X
};
_Static_assert(sizeof functions == sizeof names, "a pointer for each name");

static hw_library library = {
    .file = HW_LIBARCHIVE,
    .names = names,
    .count = sizeof names / sizeof *names,
    .table = &functions,
    .needed = "is a tar and needs libarchive",
    .lock = PTHREAD_MUTEX_INITIALIZER,
};

hw_status hw_archive_load(hw_str name, hw_error *err)
{
    return hw_library_load(&library, name, err);
}

const hw_archive_functions *hw_archive(void)
{
    return &functions;
}
