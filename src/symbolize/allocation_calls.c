#include "symbolize/allocation_calls.h"

#include "base/error.h"
#include "base/mem.h"
#include "go/release.h"
#include "listing/listing.h"
#include "symbolize/program_address.h"

typedef struct taker {
    hw_profile *profile;
    hw_image *image;
    hw_calls *calls;
    uint32_t program;
} taker;

hw_status hw_allocation_call_of(hw_strings *strings, const hw_call *call, hw_allocation_call *ret,
                                hw_error *err)
{
    *ret = (hw_allocation_call){.looked = true,
                                .family = call->family,
                                .untyped = call->untyped,
                                .stack_buffer = call->stack_buffer,
                                .type_size = HW_SIZE_UNKNOWN};
    if (!hw_strings_put(strings, hw_callee_shown(call->callee), &ret->callee) ||
        !hw_strings_put(strings, call->compiled_by, &ret->compiled_by))
        return hw_nomem(err);
    if (call->type.address == 0)
        return HW_OK;
    if (call->type.size <= INT64_MAX)
        ret->type_size = (int64_t)call->type.size;
    ret->pointer_free = call->type.pointer_free;
    return hw_strings_put(strings, call->type.name, &ret->type) ? HW_OK : hw_nomem(err);
}

hw_status hw_calls_of_program(const hw_profile *p, uint32_t program, hw_image *image,
                              hw_calls **ret, hw_error *err)
{
    hw_str version = p->programs.at[program].build.go_version;
    hw_str_cut_prefix(&version, HW_STR("devel "));
    unsigned go = (unsigned)hw_go_minor(version);
    return hw_calls_open(image, go ? go : hw_listing_go(image), ret, err);
}

/* An allocation that the runtime was called for without a frame of its own is charged to the
 * inlined call around it: its address is that of the instruction which stands for that call. */
static hw_status take_lost(taker *t, uint64_t address, hw_allocation_call *ret, hw_error *err)
{
    hw_str name;
    HW_TRY(hw_image_inlined_callee(t->image, address, &name, err));
    return hw_strings_put(t->profile->strings, name, &ret->lost) ? HW_OK : hw_nomem(err);
}

static hw_status take(taker *t, const hw_location *l, hw_allocation_call *ret, hw_error *err)
{
    uint64_t address;
    hw_call call;
    if (!hw_executable_address(t->profile, l, t->image, &address))
        return HW_OK;
    HW_TRY(hw_call_at(t->calls, address, &call, err));
    HW_TRY(hw_allocation_call_of(t->profile->strings, &call, ret, err));
    return call.untyped == HW_UNTYPED_NO_CALL ? take_lost(t, address, ret, err) : HW_OK;
}

/* The leaves of all stacks that are of the taker's program. Where it states other functions or
 * lines than the profile, only its build id could prove that the call there is the profile's. */
static hw_status take_leaves(taker *t, const uint8_t *leaf, hw_error *err)
{
    hw_profile *p = t->profile;
    bool same = p->programs.at[t->program].same_id;
    for (size_t i = 0; i < p->locations.len; i++)
        if (leaf[i] && hw_executable_of(p, &p->locations.at[i]) == t->program &&
            (same || !p->locations.at[i].disputed))
            HW_TRY(take(t, &p->locations.at[i], &p->allocations.at[i], err));
    return HW_OK;
}

static hw_status take_program(hw_profile *p, uint32_t program, hw_image *image, const uint8_t *leaf,
                              hw_error *err)
{
    taker t = {.profile = p, .image = image, .program = program};
    HW_TRY(hw_calls_of_program(p, program, image, &t.calls, err));
    hw_status status = take_leaves(&t, leaf, err);
    hw_calls_close(t.calls);
    return status;
}

static HW_MEM make_room(hw_profile *p)
{
    p->allocations.len = 0;
    if (!hw_vec_room(&p->allocations, p->locations.len))
        return HW_MEM_OUT;
    for (size_t i = 0; i < p->locations.len; i++)
        hw_vec_put(&p->allocations, ((hw_allocation_call){.type_size = HW_SIZE_UNKNOWN}));
    return HW_MEM_OK;
}

hw_status hw_allocation_calls_take(hw_profile *p, hw_image *const *images, hw_error *err)
{
    hw_status status = HW_OK;
    if (p->programs.len == 0)
        return HW_OK;
    uint8_t *leaf = hw_mem_zero(p->locations.len ? p->locations.len : 1, 1);
    if (!leaf || !make_room(p)) {
        hw_mem_free(leaf);
        return hw_nomem(err);
    }
    for (size_t i = 0; i < p->samples.len; i++)
        if (p->samples.at[i].depth)
            leaf[p->stack_ids
                     .at[p->samples.at[i].stack_at + hw_sample_call(p, &p->samples.at[i])]] = 1;
    for (uint32_t i = 0; status == HW_OK && i < p->programs.len; i++)
        if (p->programs.at[i].fit != HW_FIT_OTHER)
            status = take_program(p, i, images[i], leaf, err);
    hw_mem_free(leaf);
    return status;
}
