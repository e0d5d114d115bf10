#include "join/join_input.h"

#include "claims/log_release.h"
#include "join/filtered.h"
#include "sites/goversion.h"

hw_seen_sizes hw_join_sizes(const hw_join_input *in, const hw_site *s)
{
    hw_seen_sizes seen = {.at = in->sites->sizes.at + s->sizes_at, .n = s->sizes};
    seen.known = s->sizes > 0 && seen.at[0].size != HW_SIZE_UNKNOWN;
    seen.exact = in->profile->period == 1;
    seen.period = in->profile->period;
    seen.several_paths = s->several_paths;
    seen.several_kinds = s->several_kinds;
    seen.alone = in->sites->list.at[s->place].sharing == 1;
    return seen;
}

/* ---- rule 2: which blocks can speak of this machine code ---- */

bool hw_join_block_speaks(const hw_join_input *in, const hw_frame_where *w, uint32_t block)
{
    hw_sid package = in->claims->blocks.at[block].package;
    if (package == 0 || w->name.generic || package == w->package)
        return true;
    if (!w->main)
        return false;
    for (size_t i = 0; i < in->where->mains.len; i++) /* several mains, none of them recognised */
        if (in->where->mains.at[i] == w->package)
            return false;
    for (size_t i = 0; i < in->where->mains.len; i++)
        if (in->where->mains.at[i] == package)
            return true;
    return false;
}

bool hw_join_diagnosed(const hw_join_input *in, const hw_frame_where *w)
{
    if (hw_lines_diagnosed(in->lines, w->package))
        return true;
    return (w->name.generic || !in->where->headers) && hw_lines_diagnosed(in->lines, w->path);
}

/* ---- what follows from all of it ---- */

/* Some closure is named after one package and lies in the file of another, as in 1.21 … 1.26. */
static bool copies_by_name(const hw_join_input *in)
{
    for (size_t i = 0; i < in->sites->list.len; i++) {
        const hw_site *s = &in->sites->list.at[i];
        hw_str path = hw_strings_get(in->profile->strings, s->where.path);
        if (s->location != HW_NONE && s->where.name.closure && !s->where.name.generic &&
            !s->where.compiled &&
            !hw_str_eq(hw_str_dir(path), hw_strings_get(in->profile->strings, s->where.package)))
            return true;
    }
    return false;
}

/* Some make that can be fused with a copy has no bytes on its own line. */
static bool fused_makes(const hw_join_input *in)
{
    for (size_t i = 0; i < in->claims->list.len; i++) {
        const hw_claim *c = &in->claims->list.at[i];
        if (!hw_own_fusible_make(in->claims, c))
            continue;
        hw_line_key key = {hw_lines_path(in->lines, &c->place), c->place.line, false};
        if (hw_lines_find(in->lines, key) == HW_NONE)
            return true;
    }
    return false;
}

hw_join_input hw_join_input_of(const hw_join_input *given)
{
    hw_join_input in = *given;
    in.world.go = hw_go_both(hw_go_of_log(in.claims), hw_go_of_profile(in.profile));
    in.world.lost_frames = in.world.go.min <= 25 && fused_makes(&in);
    in.filtered = hw_is_filtered(in.claims, in.where->headers);
    in.inlining_known = in.claims->inlinings.len > 0 && !in.filtered;
    in.copies_by_name = copies_by_name(&in);
    return in;
}
