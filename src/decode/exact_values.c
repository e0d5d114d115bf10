#include "decode/exact_values.h"

bool hw_decode_can_be_exact(unsigned present, int64_t size, const hw_values *v, bool *proof)
{
    static const struct {
        hw_value objects, space;
    } pairs[] = {{HW_ALLOC_OBJECTS, HW_ALLOC_SPACE}, {HW_INUSE_OBJECTS, HW_INUSE_SPACE}};
    int64_t product;
    for (size_t i = 0; i < 2; i++) {
        bool counted = (present & 1u << pairs[i].objects) != 0;
        int64_t objects = v->v[pairs[i].objects], space = v->v[pairs[i].space];
        if (!(present & 1u << pairs[i].space))
            continue;
        *proof |= (counted || size > 0) && space != 0;
        if (counted && size > 0
                ? __builtin_mul_overflow(objects, size, &product) || product != space
            : counted ? (objects == 0) != (space == 0)
                      : size > 0 && space % size != 0)
            return false;
    }
    return true;
}
