#include "symbolize/program_fit.h"

#include "base/error.h"
#include "base/mem.h"
#include "symbolize/call_site.h"
#include "symbolize/frames.h"
#include "symbolize/program_address.h"

/* --- which mappings are of it --------------------------------------------------------------- */

typedef enum served { NOT, BY_PLACE, BY_NAME, BY_ID } served;

static hw_str base_of(hw_str file)
{
    hw_str name = hw_str_base(file);
    hw_str_cut_suffix(&name, HW_STR(" (deleted)"));
    return name;
}

static bool same_id(const hw_profile *p, const hw_mapping *m, const hw_executable *program)
{
    return hw_str_eq(hw_strings_get(p->strings, m->build_id), program->build.gnu_build_id);
}

/* `first`: of its input, which is the program itself in what Go writes. */
static served serves(const hw_profile *p, const hw_executable *program, const hw_mapping *m,
                     bool first)
{
    if (m->build_id && same_id(p, m, program))
        return BY_ID;
    if (m->file &&
        hw_str_eq(base_of(hw_strings_get(p->strings, m->file)), base_of(program->build.file)))
        return BY_NAME;
    return first ? BY_PLACE : NOT;
}

static void assign_mapping(hw_profile *p, hw_mapping *m, bool first)
{
    served best = NOT;
    m->program = HW_NONE;
    for (size_t i = 0; i < p->programs.len; i++) {
        served c = serves(p, &p->programs.at[i], m, first);
        if (c > best) {
            best = c;
            m->program = (uint32_t)i;
        }
    }
}

static void assign_mappings(hw_profile *p)
{
    for (size_t i = 0; i < p->inputs.len; i++) {
        const hw_profile_input *in = &p->inputs.at[i];
        for (uint32_t k = 0; k < in->mappings; k++)
            assign_mapping(p, &p->mappings.at[in->mappings_at + k], k == 0);
    }
}

/* --- is the profile of it? ------------------------------------------------------------------ */

static hw_status weigh(hw_profile *p, hw_location *l, hw_image *image, hw_executable *program,
                       hw_image_frames *frames, hw_error *err)
{
    uint64_t address;
    bool call = false, agree = false;
    bool code = hw_executable_address(p, l, image, &address);
    if (l->frames) {
        if (code)
            HW_TRY(hw_frames_agree(p, l, image, address, frames, &agree, err));
        l->disputed = !agree;
        program->compared++;
        program->differing += !agree;
        return HW_OK;
    }
    program->asked++;
    frames->len = 0;
    if (code)
        HW_TRY(hw_image_frames_of(image, address, frames, err));
    if (frames->len)
        HW_TRY(hw_call_site_at(image, address, &call, err));
    program->implausible += !call;
    return HW_OK;
}

static void decide(const hw_profile *p, size_t which)
{
    hw_executable *program = &p->programs.at[which];
    bool other_id = false;
    for (size_t i = 0; i < p->mappings.len; i++) {
        const hw_mapping *m = &p->mappings.at[i];
        if (m->program != which || m->build_id == 0 || program->build.gnu_build_id.n == 0)
            continue;
        bool same = same_id(p, m, program);
        program->same_id |= same;
        other_id |= !same;
    }
    bool unlike = hw_telling(program->differing, program->compared);
    bool alike = program->compared > 1 && program->differing == 0;
    bool unused = program->compared + program->asked == 0 && p->locations.len;
    if (program->same_id && !other_id)
        program->fit = HW_FIT_PROVEN;
    else if (unused || unlike || (other_id && program->compared < 2) ||
             hw_telling(program->implausible, program->asked))
        program->fit = HW_FIT_OTHER;
    else
        program->fit = alike ? HW_FIT_PROVEN : HW_FIT_UNKNOWN;
}

static hw_status judge(hw_profile *p, hw_image *const *images, hw_image_frames *frames,
                       hw_error *err)
{
    for (size_t i = 0; i < p->programs.len; i++) {
        hw_executable *program = &p->programs.at[i];
        program->fit = HW_FIT_UNKNOWN;
        program->same_id = false;
        program->compared = program->differing = program->asked = program->implausible = 0;
    }
    for (size_t i = 0; i < p->locations.len; i++) {
        uint32_t k = hw_executable_of(p, &p->locations.at[i]);
        if (k != HW_NONE)
            HW_TRY(weigh(p, &p->locations.at[i], images[k], &p->programs.at[k], frames, err));
    }
    for (size_t i = 0; i < p->programs.len; i++)
        decide(p, i);
    return HW_OK;
}

hw_status hw_program_fit(hw_profile *p, hw_image *const *images, hw_error *err)
{
    hw_image_frames frames = {0};
    assign_mappings(p);
    hw_status status = judge(p, images, &frames, err);
    hw_vec_free(&frames);
    return status;
}
