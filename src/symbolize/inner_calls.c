#include "symbolize/inner_calls.h"

#include "base/error.h"
#include "symbolize/program_address.h"

/* One address is one call: where a function was inlined, the list has an address for it too. */
static hw_status name_of(hw_profile *p, hw_image *image, const hw_location *call,
                         hw_image_frames *frames, hw_str *ret, hw_error *err)
{
    uint64_t address;
    *ret = (hw_str){0};
    if (!hw_executable_address(p, call, image, &address))
        return HW_OK;
    HW_TRY(hw_image_frames_of(image, address, frames, err));
    if (frames->len)
        *ret = frames->at[0].function;
    return HW_OK;
}

/* From the call that the leaf made to the allocator. An allocation may start a collection, which
 * allocates, too: those calls stand between gcStart and the inner allocation. */
static hw_status name_calls(hw_profile *p, hw_image *image, uint32_t mapping, hw_inner *inner,
                            hw_image_frames *frames, hw_error *err)
{
    bool allocating = false;
    for (uint32_t i = inner->addresses; i-- > 0;) {
        uint64_t address = p->inner_addresses.at[inner->addresses_at + i];
        hw_str name;
        HW_TRY(name_of(p, image, &(hw_location){.address = address - 1, .mapping = mapping}, frames,
                       &name, err));
        if (i + 1 == inner->addresses && name.n &&
            !hw_strings_put(p->strings, name, &inner->callee))
            return hw_nomem(err);
        inner->collector |= allocating && hw_str_eq(name, HW_STR("runtime.gcStart"));
        allocating |= hw_str_starts(name, HW_STR("runtime.mallocgc"));
    }
    return HW_OK;
}

hw_status hw_inners_name(hw_profile *p, hw_image *const *images, hw_error *err)
{
    hw_image_frames frames = {0};
    hw_status status = HW_OK;
    for (size_t i = 0; i < p->inners.len; i++) {
        p->inners.at[i].callee = 0;
        p->inners.at[i].collector = false;
    }
    for (size_t i = 0; status == HW_OK && i < p->samples.len; i++) {
        const hw_sample *s = &p->samples.at[i];
        if (s->inner == HW_NONE || s->depth == 0 || p->inners.at[s->inner].callee)
            continue;
        const hw_location *leaf = &p->locations.at[p->stack_ids.at[s->stack_at]];
        uint32_t k = hw_executable_of(p, leaf);
        if (k != HW_NONE && p->programs.at[k].fit != HW_FIT_OTHER)
            status = name_calls(p, images[k], leaf->mapping, &p->inners.at[s->inner], &frames, err);
    }
    hw_vec_free(&frames);
    return status;
}
