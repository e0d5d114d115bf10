#include "sites/program_notes.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/mem.h"

static hw_str file_of(const hw_executable *x)
{
    return hw_str_sub(x->build.file, 0, 300);
}

static HW_MEM note_other(hw_audit *a, const hw_executable *x)
{
    char why[160];
    if (x->compared + x->asked == 0)
        snprintf(why, sizeof why, "it has nothing to do with any mapping of the profile");
    else if (x->differing)
        snprintf(why, sizeof why,
                 "%" PRIu64 " of %" PRIu64 " locations have other functions or lines in it",
                 x->differing, x->compared);
    else if (x->implausible)
        snprintf(why, sizeof why, "at %" PRIu64 " of %" PRIu64 " addresses it has no call",
                 x->implausible, x->asked);
    else
        snprintf(why, sizeof why, "its build id is another one");
    return hw_note_add(&a->notes, a->strings, HW_NOTE_FOREIGN_PROGRAM, 1,
                       "%.*s is not the program of the profile, or another build of it: %s",
                       HW_STR_ARG(file_of(x)), why);
}

static HW_MEM note_symbolized(hw_audit *a, const hw_executable *x)
{
    return hw_note_add(&a->notes, a->strings, HW_NOTE_SYMBOLIZED, x->symbolized,
                       "%" PRIu64 " locations had addresses only; their functions and lines are "
                       "those of %.*s%s",
                       x->symbolized, HW_STR_ARG(file_of(x)),
                       x->fit == HW_FIT_PROVEN ? "" : ", which no build id proves to be theirs");
}

/* Locations of stacks without functions, or with functions but no line. */
static HW_MEM note_lineless(hw_audit *a)
{
    const hw_profile *p = a->profile;
    uint64_t blank = 0, named = 0;
    uint8_t *seen = hw_mem_zero(p->locations.len + 1, 1);
    for (size_t i = 0; seen && i < p->stack_ids.len; i++) {
        uint32_t id = p->stack_ids.at[i];
        const hw_location *l = &p->locations.at[id];
        blank += !seen[id] && l->frames == 0;
        named += !seen[id] && l->frames == 1 && p->named_by && p->frames.at[l->frames_at].line == 0;
        seen[id] = 1;
    }
    hw_mem ok = seen != NULL;
    hw_mem_free(seen);
    if (ok && blank)
        ok = hw_note_add(&a->notes, a->strings, HW_NOTE_NO_LINES, blank,
                         "%" PRIu64 " of %zu locations have no function and line, so no claim can "
                         "be found for them",
                         blank, p->locations.len);
    if (ok && named)
        ok = hw_note_add(&a->notes, a->strings, HW_NOTE_SERVER_NAMES, named,
                         "the functions of %" PRIu64
                         " of %zu locations are those that %.*s names; it knows no "
                         "lines and no inlined calls, so no claim can be found for them",
                         named, p->locations.len,
                         HW_STR_ARG(hw_str_sub(hw_strings_get(a->strings, p->named_by), 0, 300)));
    return ok;
}

HW_MEM hw_program_notes(hw_audit *a)
{
    const hw_profile *p = a->profile;
    for (size_t i = 0; i < p->programs.len; i++) {
        const hw_executable *x = &p->programs.at[i];
        if (x->fit == HW_FIT_OTHER && !note_other(a, x))
            return HW_MEM_OUT;
        if (x->symbolized && !note_symbolized(a, x))
            return HW_MEM_OUT;
    }
    return note_lineless(a);
}
