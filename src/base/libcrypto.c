#include "base/libcrypto.h"

#include "base/library.h"

static hw_crypto_functions functions;

static const char *const names[] = {
#define X(name) #name,
    HW_CRYPTO_FUNCTIONS(X)
#undef X
};
_Static_assert(sizeof functions == sizeof names, "a pointer for each name");

static hw_library library = {
    .file = HW_LIBCRYPTO,
    .names = names,
    .count = sizeof names / sizeof *names,
    .table = &functions,
    .needed = "needs libcrypto for a digest",
    .lock = PTHREAD_MUTEX_INITIALIZER,
};

hw_status hw_crypto_load(hw_str name, hw_error *err)
{
    return hw_library_load(&library, name, err);
}

const hw_crypto_functions *hw_crypto(void)
{
    return &functions;
}
