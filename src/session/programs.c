#include "session/programs.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "base/error.h"
#include "base/locator_show.h"
#include "decode/same_heap.h"
#include "decode/same_process.h"
#include "executable/program.h"
#include "session/servers.h"
#include "session/session.h"
#include "symbolize/allocation_calls.h"
#include "symbolize/symbolize.h"

static hw_status add(hw_session *s, int fd, hw_str path, hw_error *err)
{
    hw_executable program = {0};
    hw_image *image;
    if (!hw_vec_room(&s->profile.programs, 1) || !hw_vec_room(&s->images, 1))
        return hw_nomem(err);
    HW_TRY(hw_program_read(fd, path, &s->intake.limits, &image, &s->arena, &program.build, err));
    hw_vec_put(&s->profile.programs, program);
    hw_vec_put(&s->images, image);
    return HW_OK;
}

hw_status hw_add_binary(hw_session *s, const char *path, hw_error *err)
{
    hw_session_forget(s);
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (fd < 0)
        return hw_fail_sys(err, errno, hw_str_of(path), "cannot be opened");
    char name[512];
    hw_locator_show(hw_str_of(path), name, sizeof name);
    hw_status status = add(s, fd, hw_str_of(name), err);
    close(fd);
    return status;
}

/* --- profiles without functions ------------------------------------------------------------- */

static bool is_bare(const hw_profile *p, const hw_profile_input *in)
{
    for (uint32_t i = 0; i < in->locations; i++)
        if (p->locations.at[in->locations_at + i].frames)
            return false;
    return in->locations > 0;
}

hw_status hw_session_check_frames(const hw_session *s, hw_error *err)
{
    const hw_profile *p = &s->profile;
    for (size_t i = 0; i < p->inputs.len; i++) {
        if (!is_bare(p, &p->inputs.at[i]))
            continue;
        if (p->programs.len)
            return hw_fail(err, HW_UNSUPPORTED, p->inputs.at[i].name,
                           "has addresses only, no functions and lines, and is not of %.*s: its "
                           "addresses or its build id are others",
                           HW_STR_ARG(p->programs.at[0].build.file));
        return hw_fail(err, HW_UNSUPPORTED, p->inputs.at[i].name,
                       "has addresses only, no functions and lines; audit --binary PROGRAM takes "
                       "them from the program that it is of");
    }
    return HW_OK;
}

hw_status hw_session_symbolize(hw_session *s, hw_error *err)
{
    const hw_profile *p = &s->profile;
    HW_TRY(hw_executables_apply(&s->profile, s->images.at, err));
    for (size_t i = 0; i < p->inputs.len && p->programs.len == 0; i++)
        if (is_bare(p, &p->inputs.at[i]) && hw_intake_is_remote(s->locators.at[i]))
            HW_TRY(hw_session_ask_server(s, i, err));
    HW_TRY(hw_session_check_frames(s, err));
    HW_TRY(hw_allocation_calls_take(&s->profile, s->images.at, err));
    HW_TRY(hw_same_process_find(&s->profile, s->merge, err));
    HW_TRY(hw_decode_same_heap(&s->profile, err));
    hw_same_process_leave_out(&s->profile);
    return HW_OK;
}
