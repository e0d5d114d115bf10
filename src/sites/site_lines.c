#include "sites/site_lines.h"

static HW_MEM want(hw_lines *l, const hw_site *s, const hw_profile *p, hw_site_lines *ret)
{
    *ret = (hw_site_lines){.line = HW_NONE, .inner_line = HW_NONE};
    if (s->location == HW_NONE || s->line == 0)
        return HW_MEM_OK;
    if (!hw_lines_want(l, (hw_line_key){s->where.path, s->line, false}, &ret->line))
        return HW_MEM_OUT;
    uint32_t id;
    if (s->where.name.init &&
        !hw_lines_want(l, (hw_line_key){s->where.package, s->line, true}, &id))
        return HW_MEM_OUT;
    size_t n;
    const hw_frame *f = hw_site_inlined(p, s, &n);
    if (n == 0)
        return HW_MEM_OK;
    return hw_where_frame(l->where, hw_frame_function(p, &f[0]), &ret->inner) &&
           hw_lines_want(l, (hw_line_key){ret->inner.path, f[0].line, false}, &ret->inner_line);
}

/* Asks for the lines of all calls in the stacks: they are held against the inlining of the log. */
static HW_MEM want_calls(hw_lines *lines, const hw_profile *p)
{
    for (size_t i = 0; i < p->locations.len; i++) {
        const hw_location *l = &p->locations.at[i];
        const hw_frame *f = l->frames ? &p->frames.at[l->frames_at + l->frames - 1] : NULL;
        hw_frame_where w;
        uint32_t id;
        if (!f || f->line == 0)
            continue;
        if (!hw_where_frame(lines->where, hw_frame_function(p, f), &w) ||
            !hw_lines_want(lines, (hw_line_key){w.path, f->line, false}, &id))
            return HW_MEM_OUT;
    }
    return HW_MEM_OK;
}

HW_MEM hw_site_lines_make(hw_site_line_list *ret, hw_lines *lines, const hw_sites *sites,
                          const hw_profile *profile)
{
    for (size_t i = 0; i < sites->list.len; i++) {
        hw_site_lines one;
        if (!want(lines, &sites->list.at[i], profile, &one) || !hw_vec_push(ret, one))
            return HW_MEM_OUT;
    }
    return want_calls(lines, profile) && hw_lines_read(lines);
}
