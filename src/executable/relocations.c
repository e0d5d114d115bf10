#include "executable/relocations.h"

#include <stdlib.h>

#include "base/error.h"
#include "executable/image.h"

hw_status hw_relocation_get(hw_program *p, uint64_t i, bool *relative, hw_relocation *ret,
                            hw_error *err)
{
    const hw_container *c = &p->container;
    return c->format->relocation(c, &p->image, i, relative, ret, err);
}

static int by_address(const void *a, const void *b)
{
    const hw_relocation *x = a, *y = b;
    return x->address != y->address ? (x->address < y->address ? -1 : 1)
                                    : (x->value > y->value) - (x->value < y->value);
}

/* A linker may write them in any order: then they are copied and sorted. */
static hw_status sort(hw_program *p, hw_error *err)
{
    for (uint64_t i = 0; i < p->relocations; i++) {
        bool relative;
        hw_relocation r;
        HW_TRY(hw_relocation_get(p, i, &relative, &r, err));
        if (relative && !hw_vec_push(&p->copy, r))
            return hw_nomem(err);
    }
    if (p->copy.len)
        qsort(p->copy.at, p->copy.len, sizeof(hw_relocation), by_address);
    return HW_OK;
}

static hw_status check_order(hw_program *p, hw_error *err)
{
    uint64_t last = 0;
    p->sorted = true;
    for (uint64_t i = 0; i < p->relocations && p->sorted; i++) {
        bool relative;
        hw_relocation r;
        HW_TRY(hw_relocation_get(p, i, &relative, &r, err));
        p->sorted = relative && r.address >= last;
        last = r.address;
    }
    return p->sorted ? HW_OK : sort(p, err);
}

hw_status hw_relocations_read(hw_program *p, hw_error *err)
{
    hw_container *c = &p->container;
    HW_TRY(c->format->relocations(c, &p->image, &p->relocations, err));
    return check_order(p, err);
}

static hw_status find_in_table(hw_program *p, uint64_t address, uint64_t *value, bool *found,
                               hw_error *err)
{
    uint64_t low = 0, high = p->relocations;
    while (low < high) {
        uint64_t middle = low + (high - low) / 2;
        bool relative;
        hw_relocation r;
        HW_TRY(hw_relocation_get(p, middle, &relative, &r, err));
        if (r.address == address) {
            *value = r.value;
            *found = true;
            return HW_OK;
        }
        if (r.address < address)
            low = middle + 1;
        else
            high = middle;
    }
    return HW_OK;
}

static void find_in_copy(const hw_program *p, uint64_t address, uint64_t *value, bool *found)
{
    size_t low = 0, high = p->copy.len;
    while (low < high && !*found) {
        size_t middle = low + (high - low) / 2;
        const hw_relocation *r = &p->copy.at[middle];
        *found = r->address == address;
        *value = r->value;
        if (r->address < address)
            low = middle + 1;
        else
            high = middle;
    }
}

hw_status hw_relocated_pointer(hw_image *image, uint64_t address, uint64_t *ret, hw_error *err)
{
    hw_program *p = hw_program_of(image);
    bool found = false;
    uint64_t value = 0;
    if (p->sorted)
        HW_TRY(find_in_table(p, address, &value, &found, err));
    else
        find_in_copy(p, address, &value, &found);
    if (!found)
        return hw_image_u64(image, address, ret, err);
    *ret = value;
    return HW_OK;
}
