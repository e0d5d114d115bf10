#include "symbolize/program_address.h"

/* A profile without mappings is of the only program there is. */
uint32_t hw_executable_of(const hw_profile *p, const hw_location *l)
{
    if (l->mapping != HW_NONE)
        return p->mappings.at[l->mapping].program;
    return p->programs.len == 1 ? 0 : HW_NONE;
}

bool hw_executable_address(const hw_profile *p, const hw_location *l, const hw_image *image,
                           uint64_t *ret)
{
    const hw_mapping *m = l->mapping == HW_NONE ? NULL : &p->mappings.at[l->mapping];
    if (m && m->limit > m->start && l->address >= m->start)
        return hw_image_code_at(image, l->address - m->start + m->offset, ret);
    *ret = l->address; /* what /proc/self/maps said could not be read */
    return !hw_image_moves(image) && l->address;
}
