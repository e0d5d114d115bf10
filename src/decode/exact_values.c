#include "decode/exact_values.h"

#include "go/size_class.h"

/* Labels state the size. What was scaled up is hardly ever a whole number of objects. */
static bool is_whole(int64_t size, bool counted, int64_t objects, int64_t space)
{
    int64_t product;
    return counted ? !__builtin_mul_overflow(objects, size, &product) && product == space
                   : space % size == 0;
}

/* Without labels the objects of a stack have to be of one size that the allocator has. One large
 * object that was scaled up counts as one, too, but of no such size. */
static bool is_of_a_size(int64_t objects, int64_t space)
{
    if (objects == 0 || space == 0)
        return objects == space;
    if (objects == INT64_MIN || space == INT64_MIN || (objects < 0) != (space < 0))
        return false;
    int64_t size = space / objects;
    return space % objects == 0 && hw_size_class(size) == size;
}

bool hw_decode_can_be_exact(unsigned present, int64_t size, const hw_values *v, bool *proof)
{
    static const struct {
        hw_value objects, space;
    } pairs[] = {{HW_ALLOC_OBJECTS, HW_ALLOC_SPACE}, {HW_INUSE_OBJECTS, HW_INUSE_SPACE}};
    for (size_t i = 0; i < 2; i++) {
        bool counted = (present & 1u << pairs[i].objects) != 0;
        int64_t objects = v->v[pairs[i].objects], space = v->v[pairs[i].space];
        if (!(present & 1u << pairs[i].space))
            continue;
        *proof |= (counted || size > 0) && space != 0;
        if (size > 0 ? !is_whole(size, counted, objects, space)
                     : counted && !is_of_a_size(objects, space))
            return false;
    }
    return true;
}
