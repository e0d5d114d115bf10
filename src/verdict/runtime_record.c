#include "verdict/runtime_record.h"

#include <inttypes.h>
#include <stdio.h>

/* What an object of that function is; NULL: nothing in particular. */
static const char *record_of(hw_str function, hw_str leaf, hw_family called)
{
    static const struct {
        const char *function, *is;
    } records[] = {
        {"runtime.malg", "a goroutine that exists or existed; Go reuses them and frees none"},
        {"runtime.allocm", "a thread that exists or existed"},
        {"runtime.acquireSudog", "a goroutine of the runtime that waits, or did; Go reuses them"},
    };
    for (size_t i = 0; i < sizeof records / sizeof *records; i++)
        if (hw_str_eq(function, hw_str_of(records[i].function)))
            return records[i].is;
    const hw_callee *c = hw_callee_of(leaf, 0);
    return called == HW_FAMILY_WAIT || (c && c->family == HW_FAMILY_WAIT)
               ? "a goroutine that waits there, or did; Go reuses them"
               : NULL;
}

/* How many: those in use, or all of them where none is. 0: not known, or from one or two samples
 * only, which may be wrong by a factor of several. */
static int64_t count_of(const hw_finding *f, int64_t period)
{
    enum { FEW = 2 };
    bool held = f->values.v[HW_INUSE_OBJECTS] > 0;
    int64_t raw = f->raw_samples[held ? HW_INUSE_SPACE : HW_ALLOC_SPACE];
    if (period != 1 && raw >= 0 && raw <= FEW)
        return 0;
    return f->values.v[held ? HW_INUSE_OBJECTS : HW_ALLOC_OBJECTS];
}

HW_MEM hw_runtime_record(const hw_audit *a, const hw_finding *f, hw_str leaf, hw_sid *ret)
{
    char text[256];
    hw_str function = hw_strings_get(a->strings, f->function);
    const char *is = f->cause == HW_CAUSE_RUNTIME_SERVICE
                         ? record_of(function, leaf, f->allocator ? f->family : HW_FAMILY_OTHER)
                         : NULL;
    int64_t n = count_of(f, a->profile->period);
    if (!is)
        return HW_MEM_OK;
    if (n > 1)
        snprintf(text, sizeof text, "each of %s%" PRId64 "%s objects is the record of %s",
                 a->profile->period == 1 ? "" : "about ", n, a->profile->delta ? " more" : "", is);
    else
        snprintf(text, sizeof text, "%s object is the record of %s", n == 1 ? "the" : "each", is);
    return hw_strings_put(a->strings, hw_str_of(text), ret);
}
