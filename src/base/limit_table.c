#include "base/limit_table.h"

static const hw_limits defaults = {
#define X(field, name, value, text) .field = value,
    HW_LIMITS(X)
#undef X
};

hw_limits hw_limits_filled(const hw_limits *given)
{
    hw_limits l = given ? *given : defaults;
#define X(field, name, value, text)                                                                \
    if (l.field == 0)                                                                              \
        l.field = defaults.field;
    HW_LIMITS(X)
#undef X
    return l;
}
