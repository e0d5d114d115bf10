#include "symbolize/symbolize.h"

#include "base/error.h"
#include "symbolize/frames.h"
#include "symbolize/inner_calls.h"
#include "symbolize/program_address.h"
#include "symbolize/program_fit.h"
#include "symbolize/text_mapping.h"

static hw_status fill(hw_profile *p, hw_image *const *images, hw_image_frames *frames,
                      hw_error *err)
{
    hw_frame_maker maker = {.profile = p};
    hw_status status = HW_OK;
    for (size_t i = 0; status == HW_OK && i < p->locations.len; i++) {
        hw_location *l = &p->locations.at[i];
        uint32_t k = l->frames ? HW_NONE : hw_executable_of(p, l);
        uint64_t address;
        if (k == HW_NONE || p->programs.at[k].fit == HW_FIT_OTHER ||
            !hw_executable_address(p, l, images[k], &address))
            continue;
        status = hw_image_frames_of(images[k], address, frames, err);
        if (status == HW_OK)
            status = hw_frames_put(&maker, l, frames, err);
        p->programs.at[k].symbolized += status == HW_OK && l->frames;
    }
    hw_frame_maker_free(&maker);
    return status;
}

hw_status hw_executables_apply(hw_profile *p, hw_image *const *images, hw_error *err)
{
    hw_image_frames frames = {0};
    if (p->programs.len == 0)
        return HW_OK;
    HW_TRY(hw_texts_place(p, images, err));
    hw_status status = hw_program_fit(p, images, err);
    if (status == HW_OK)
        hw_texts_doubt(p);
    if (status == HW_OK)
        status = fill(p, images, &frames, err);
    if (status == HW_OK)
        status = hw_inners_name(p, images, err);
    hw_vec_free(&frames);
    return status;
}
