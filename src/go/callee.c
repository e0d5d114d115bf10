#include "go/callee.h"

static const hw_callee callees[] = {
#define X(function, family, type, buffer, since, until)                                            \
    {{function, sizeof function - 1}, HW_FAMILY_##family, type, buffer, since, until},
    HW_CALLEES(X)
#undef X
};

const char *const hw_family_names[HW_FAMILY_COUNT] = {
#define X(id, name, what) [HW_FAMILY_##id] = name,
    HW_FAMILIES(X)
#undef X
};

const char *const hw_untyped_names[HW_UNTYPED_COUNT] = {
#define X(id, name, text) [HW_UNTYPED_##id] = name,
    HW_UNTYPED_REASONS(X)
#undef X
};

static bool matches(hw_str pattern, hw_str function)
{
    if (hw_str_cut_suffix(&pattern, HW_STR("*")))
        return hw_str_starts(function, pattern);
    return hw_str_eq(function, pattern);
}

const hw_callee *hw_callee_of(hw_str function, unsigned go)
{
    enum { UNKNOWN_SINCE = 20 };
    for (size_t i = 0; i < sizeof callees / sizeof *callees; i++) {
        const hw_callee *c = &callees[i];
        bool then =
            (go == 0 || go >= c->since) && (!c->until || c->until >= (go ? go : UNKNOWN_SINCE));
        if (then && matches(c->pattern, function))
            return c;
    }
    return NULL;
}

static hw_family family_of(hw_str function)
{
    const hw_callee *c = hw_callee_of(function, 0);
    return c ? c->family : HW_FAMILY_OTHER;
}

hw_str hw_callee_shown(hw_str function)
{
    static const char *const marks[] = {"SC", "Size"}; /* a size class; a size */
    hw_str name = function;
    if (!hw_str_starts(name, HW_STR("runtime.mallocgc")))
        return function;
    while (hw_is_digit(name.p[name.n - 1]))
        name.n--;
    for (size_t i = 0; name.n < function.n && i < sizeof marks / sizeof *marks; i++)
        if (hw_str_cut_suffix(&name, hw_str_of(marks[i])))
            return name;
    return function;
}

bool hw_family_constructs(hw_family f)
{
    return f <= HW_FAMILY_DEFER;
}

bool hw_callee_allocates(hw_str function)
{
    static const char *const inner[] = {"internal/runtime/maps.*", "runtime.rawstring*",
                                        "runtime.rawbyteslice", "runtime.rawruneslice"};
    if (!hw_str_starts(function, HW_STR("runtime.")) &&
        !hw_str_starts(function, HW_STR("internal/runtime/")))
        return false;
    for (size_t i = 0; i < sizeof inner / sizeof *inner; i++)
        if (matches(hw_str_of(inner[i]), function))
            return true;
    return hw_family_constructs(family_of(function));
}

bool hw_callee_ends(hw_str function)
{
    static const char *const others[] = {
        "runtime.throw",       "runtime.throwinit", "runtime.fatal", "runtime.block",
        "sync.throw",          "sync.fatal",        "maps.fatal",    "internal/sync.throw",
        "internal/sync.fatal", "runtime.goexit",    "runtime.abort"};
    if (family_of(function) == HW_FAMILY_PANIC)
        return !hw_str_starts(function, HW_STR("runtime.panicCheck"));
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (hw_str_eq(function, hw_str_of(others[i])))
            return true;
    return false;
}
