#include "go/reason.h"

#include <string.h>

const char *const hw_reason_names[HW_REASON_COUNT] = {
#define X(id, name) [HW_REASON_##id] = name,
    HW_REASONS(X)
#undef X
};

hw_reason hw_reason_named(hw_str name)
{
#define X(id, text)                                                                                \
    if (name.n == sizeof(text) - 1 && memcmp(name.p, text, sizeof(text) - 1) == 0)                 \
        return HW_REASON_##id;
    HW_REASONS(X)
#undef X
    return HW_REASON_COUNT;
}
