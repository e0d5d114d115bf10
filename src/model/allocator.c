#include "model/allocator.h"

/* The first that fits. */
static const hw_allocator_row rows[] = {
    {"newobject", false, HW_ALLOC_BY_OBJECT},
    {"mallocgcSmall", true, HW_ALLOC_BY_OBJECT}, /* 1.27: new of a known size class */
    {"mallocgcTiny", true, HW_ALLOC_BY_OBJECT},
    {"mallocgc", false, HW_ALLOC_BY_MALLOC},
    {"makeslice", true, HW_ALLOC_BY_MAKE_SLICE}, /* makeslice64, makeslicecopy */
    {"growslice", true, HW_ALLOC_BY_APPEND},     /* 1.26: growsliceBuf, …NoAlias */
    {"moveSlice", true, HW_ALLOC_BY_APPEND_MOVE},
    {"makemap", true, HW_ALLOC_BY_MAKE_MAP}, /* makemap64, makemap_small */
    {"mapassign", true, HW_ALLOC_BY_MAP_ASSIGN},
    {"makechan", true, HW_ALLOC_BY_MAKE_CHAN},
    {"convT", true, HW_ALLOC_BY_CONVERT}, /* convTnoptr, convTstring, convT64 … */
    {"concatstring", true, HW_ALLOC_BY_CONCAT},
    {"concatbyte", true, HW_ALLOC_BY_CONCAT_BYTES}, /* >= 1.24 */
    {"stringtoslice", true, HW_ALLOC_BY_STRING},
    {"slicebytetostring", false, HW_ALLOC_BY_STRING},
    {"slicerunetostring", false, HW_ALLOC_BY_STRING},
    {"intstring", false, HW_ALLOC_BY_STRING},
    {"deferproc", true, HW_ALLOC_BY_DEFER}, /* deferprocat, of range-over-func */
    {"deferrangefunc", false, HW_ALLOC_BY_DEFER},
    {NULL, false, HW_ALLOC_BY_NONE},
};

const hw_allocator_row *hw_allocator_rows(void)
{
    return rows;
}

hw_allocator hw_allocator_of(hw_str function)
{
    hw_str name = function;
    if (name.n == 0)
        return HW_ALLOC_BY_NONE;
    if (!hw_str_cut_prefix(&name, HW_STR("runtime.")))
        return hw_str_starts(name, HW_STR("internal/runtime/")) ? HW_ALLOC_BY_SERVICE
                                                                : HW_ALLOC_BY_USER;
    for (const hw_allocator_row *r = rows; r->name; r++) {
        hw_str row = hw_str_of(r->name);
        if (r->prefix ? hw_str_starts(name, row) : hw_str_eq(name, row))
            return r->of;
    }
    return HW_ALLOC_BY_SERVICE;
}

static const struct {
    const char *name, *construct;
} texts[HW_ALLOCATOR_COUNT] = {
#define X(id, name, construct) [HW_ALLOC_BY_##id] = {name, construct},
    HW_ALLOCATORS(X)
#undef X
};

const char *hw_allocator_name(hw_allocator a)
{
    return texts[a].name;
}

const char *hw_allocator_construct(hw_allocator a)
{
    return texts[a].construct;
}
