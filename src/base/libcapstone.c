#include "base/libcapstone.h"

#include "base/library.h"

static hw_capstone_functions functions;

static const char *const names[] = {
#define X(name) "cs_" #name,
    HW_CAPSTONE_FUNCTIONS(X)
#undef X
};
_Static_assert(sizeof functions == sizeof names, "a pointer for each name");

static hw_library library = {
    .file = HW_LIBCAPSTONE,
    .names = names,
    .count = sizeof names / sizeof *names,
    .table = &functions,
    .needed = "needs libcapstone for its machine code",
    .lock = PTHREAD_MUTEX_INITIALIZER,
};

hw_status hw_capstone_load(hw_str name, hw_error *err)
{
    return hw_library_load(&library, name, err);
}

const hw_capstone_functions *hw_capstone(void)
{
    return &functions;
}
