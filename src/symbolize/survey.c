#include "symbolize/survey.h"

#include "base/error.h"
#include "base/mem.h"
#include "go/goname.h"
#include "machine/call.h"
#include "symbolize/allocation_calls.h"
#include "symbolize/frames.h"

typedef struct surveyor {
    hw_image *image;
    hw_profile *profile;
    hw_frame_maker maker;
    hw_image_frames frames;
    uint32_t mapping;
} surveyor;

static hw_status add(void *ctx, const hw_image_function *f, const hw_call *call, hw_error *err)
{
    surveyor *s = ctx;
    hw_profile *p = s->profile;
    hw_location l = {.address = call->pc, .mapping = s->mapping};
    hw_sample sample = {.stack_at = (uint32_t)p->stack_ids.len,
                        .depth = 1,
                        .size = HW_SIZE_UNKNOWN,
                        .inner = HW_NONE,
                        .values.v[HW_ALLOC_OBJECTS] = 1};
    hw_allocation_call allocation;
    (void)f;
    if (!hw_family_constructs(call->family))
        return HW_OK;
    if (p->locations.len >= HW_NONE || p->stack_ids.len >= HW_NONE)
        return hw_fail(err, HW_LIMIT, hw_image_name(s->image), "has more than 4 billion calls");
    HW_TRY(hw_image_frames_of(s->image, call->pc, &s->frames, err));
    HW_TRY(hw_frames_put(&s->maker, &l, &s->frames, err));
    l.unresolved = l.frames > 1 && s->frames.at[s->frames.len - 1].line == 0;
    HW_TRY(hw_allocation_call_of(p->strings, call, &allocation, err));
    if (!hw_vec_push(&p->stack_ids, (uint32_t)p->locations.len) || !hw_vec_push(&p->locations, l) ||
        !hw_vec_push(&p->samples, sample) || !hw_vec_push(&p->allocations, allocation))
        return hw_nomem(err);
    p->totals.v[HW_ALLOC_OBJECTS]++;
    return HW_OK;
}

/* A mapping as a running program has it, so that addresses are looked up as those of profiles. */
static hw_status add_mapping(surveyor *s, hw_error *err)
{
    hw_profile *p = s->profile;
    const hw_build_info *build = &p->programs.at[0].build;
    uint64_t text = hw_image_go_module(s->image)->text;
    const hw_segment *g = hw_image_segment(s->image, text);
    if (!g)
        return hw_image_damaged(s->image, text, err, "is damaged: its code lies outside of it");
    hw_mapping m = {.start = g->address, .limit = g->address + g->size, .offset = g->offset};
    s->mapping = (uint32_t)p->mappings.len;
    return hw_strings_put(p->strings, build->file, &m.file) &&
                   hw_strings_put(p->strings, build->gnu_build_id, &m.build_id) &&
                   hw_vec_push(&p->mappings, m)
               ? HW_OK
               : hw_nomem(err);
}

/* A closure that another package compiled is not the one of that name in its own package. */
static hw_status add_linked(surveyor *s, const hw_image_function *f, hw_error *err)
{
    hw_profile *p = s->profile;
    hw_str package = {0};
    hw_sid name;
    if (hw_str_find(f->name, HW_STR(".func")) != HW_NPOS)
        HW_TRY(hw_image_compiled_by(s->image, f, &package, err));
    if (package.n && !(hw_str_starts(f->name, package) &&
                       hw_str_starts(hw_str_from(f->name, package.n), HW_STR("."))))
        return HW_OK;
    if (!hw_strings_put(p->strings, f->name, &name) || !hw_vec_push(&p->linked, name))
        return hw_nomem(err);
    return HW_OK;
}

static hw_status survey(surveyor *s, hw_calls *calls, uint64_t *partly, hw_error *err)
{
    *partly = 0;
    for (uint32_t i = 0; i < hw_image_functions(s->image); i++) {
        hw_image_function f;
        hw_str file;
        uint32_t line;
        bool whole;
        HW_TRY(hw_image_function_at(s->image, i, &f, err));
        if (f.end == f.entry)
            continue;
        HW_TRY(hw_image_line(s->image, &f, 0, &file, &line, err));
        if (hw_go_runtime_file(file))
            continue;
        HW_TRY(add_linked(s, &f, err));
        HW_TRY(hw_calls_of(calls, i, add, s, &whole, err));
        *partly += !whole;
    }
    return HW_OK;
}

hw_status hw_survey(hw_image *image, hw_profile *p, uint64_t *partly, hw_error *err)
{
    surveyor s = {.image = image, .profile = p, .maker.profile = p};
    hw_calls *calls;
    HW_TRY(hw_calls_of_program(p, 0, image, &calls, err));
    hw_profile_input in = {.name = p->programs.at[0].build.file,
                           .mappings_at = (uint32_t)p->mappings.len,
                           .mappings = 1,
                           .locations_at = (uint32_t)p->locations.len};
    p->present |= 1u << HW_ALLOC_OBJECTS;
    hw_status status = add_mapping(&s, err);
    if (status == HW_OK)
        status = survey(&s, calls, partly, err);
    in.locations = (uint32_t)p->locations.len - in.locations_at;
    in.samples = in.locations;
    if (status == HW_OK && !hw_vec_push(&p->inputs, in))
        status = hw_nomem(err);
    hw_vec_free(&s.frames);
    hw_frame_maker_free(&s.maker);
    hw_calls_close(calls);
    return status;
}

/* --- what a listing does not tell ----------------------------------------------------------- */

/* The innermost line is the function's: then the physical frame is there and no other. */
static HW_MEM resolve(hw_profile *p, hw_location *l)
{
    hw_frame *inner = &p->frames.at[l->frames_at], *outer = inner + 1;
    hw_function physical = p->functions.at[outer->function];
    hw_sid file = p->functions.at[inner->function].file;
    outer->line = inner->line;
    l->frames_at++;
    l->frames = 1;
    l->unresolved = false;
    if (physical.file == file) /* what initialises variables lies in many files */
        return HW_MEM_OK;
    physical.file = file;
    outer->function = (uint32_t)p->functions.len;
    return outer->function != HW_NONE && hw_vec_push(&p->functions, physical);
}

/* A survey has one location and one sample for each call. */
static uint64_t take_out_unresolved(hw_profile *p)
{
    uint32_t kept = 0, n = (uint32_t)p->samples.len;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t from = p->stack_ids.at[p->samples.at[i].stack_at];
        if (p->locations.at[from].unresolved)
            continue;
        p->locations.at[kept] = p->locations.at[from];
        p->allocations.at[kept] = p->allocations.at[from];
        p->samples.at[kept] = p->samples.at[i];
        p->samples.at[kept].stack_at = kept;
        p->stack_ids.at[kept] = kept;
        kept++;
    }
    p->locations.len = p->allocations.len = kept;
    p->samples.len = p->stack_ids.len = kept;
    p->inputs.at[0].locations = kept;
    p->inputs.at[0].samples = kept;
    p->totals.v[HW_ALLOC_OBJECTS] -= n - kept;
    return n - kept;
}

hw_status hw_survey_resolve(hw_profile *p, const bool *physical, uint64_t *lost, hw_error *err)
{
    for (size_t i = 0; i < p->locations.len; i++)
        if (physical[i] && !resolve(p, &p->locations.at[i]))
            return hw_nomem(err);
    *lost = take_out_unresolved(p);
    return HW_OK;
}
