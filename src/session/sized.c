#include "session/sized.h"

#include <string.h>

#include "base/error.h"

/* No public struct is larger: a greater size is a variable that was never set. */
enum { SIZE_MOST = 4096 };

static hw_status read_size(const void *given, const char *name, size_t *ret, hw_error *err)
{
    size_t size;
    memcpy(&size, given, sizeof size);
    if (size < sizeof size || size > SIZE_MOST || size % _Alignof(size_t) != 0)
        return hw_fail(err, HW_USAGE, (hw_str){0}, "%s.size is not sizeof(%s)", name, name);
    *ret = size;
    return HW_OK;
}

hw_status hw_sized_take(void *ret, size_t size, const void *given, const char *name, hw_error *err)
{
    size_t theirs;
    const unsigned char *bytes = given;
    HW_TRY(read_size(given, name, &theirs, err));
    for (size_t i = size; i < theirs; i++)
        if (bytes[i])
            return hw_fail(err, HW_UNSUPPORTED, (hw_str){0},
                           "%s has a field set that this version of the library does not know",
                           name);
    memset(ret, 0, size);
    memcpy(ret, given, theirs < size ? theirs : size);
    memcpy(ret, &size, sizeof size);
    return HW_OK;
}

hw_status hw_sized_give(const void *from, size_t size, void *ret, const char *name, hw_error *err)
{
    size_t theirs;
    HW_TRY(read_size(ret, name, &theirs, err));
    memset(ret, 0, theirs);
    memcpy(ret, from, theirs < size ? theirs : size);
    memcpy(ret, &theirs, sizeof theirs);
    return HW_OK;
}
