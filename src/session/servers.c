#include "session/servers.h"

#include "base/error.h"
#include "base/mem.h"
#include "intake/symbols.h"
#include "symbolize/frames.h"

static hw_status put_name(hw_frame_maker *m, hw_location *l, hw_str name, hw_error *err)
{
    hw_image_frame frame = {.function = name};
    const hw_image_frames frames = {.at = &frame, .len = 1, .cap = 1};
    return name.n ? hw_frames_put(m, l, &frames, err) : HW_OK;
}

static hw_status put_names(hw_profile *p, const hw_profile_input *in, const hw_str *names,
                           hw_error *err)
{
    hw_frame_maker maker = {.profile = p};
    hw_status status = HW_OK;
    for (uint32_t i = 0; i < in->locations && status == HW_OK; i++)
        status = put_name(&maker, &p->locations.at[in->locations_at + i], names[i], err);
    hw_frame_maker_free(&maker);
    return status;
}

hw_status hw_session_ask_server(hw_session *s, size_t input, hw_error *err)
{
    hw_profile *p = &s->profile;
    const hw_profile_input in = p->inputs.at[input];
    hw_str *names = hw_mem_zero(in.locations, sizeof *names);
    uint64_t *addresses = hw_mem_alloc(in.locations, sizeof *addresses);
    hw_buf text = {0};
    hw_error why;
    hw_sid server = 0;
    hw_mem ok = names && addresses && hw_strings_put(&s->strings, in.name, &server);
    for (uint32_t i = 0; ok && i < in.locations; i++)
        addresses[i] = p->locations.at[in.locations_at + i].address;
    hw_status status = ok ? hw_intake_symbols(&s->intake, s->locators.at[input], addresses,
                                              in.locations, names, &text, &why)
                          : HW_NOMEM;
    if (status == HW_OK) {
        p->named_by = server;
        status = put_names(p, &in, names, err);
    } else {
        status = status == HW_NOMEM ? hw_nomem(err) : HW_OK;
    }
    hw_mem_free(names);
    hw_mem_free(addresses);
    hw_buf_free(&text);
    return status;
}
