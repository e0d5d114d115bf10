#include "decode/same_process.h"

#include "base/error.h"
#include "base/mem.h"

/* The names of two inputs, as much as a note has room for. */
#define NAMES(a, b)                                                                                \
    HW_STR_ARG(hw_str_sub((a)->name, 0, 100)), HW_STR_ARG(hw_str_sub((b)->name, 0, 100))

static HW_MEM note_merged(hw_notes *notes, hw_strings *strings, const hw_look *old,
                          const hw_look *newer, uint64_t count)
{
    return hw_note_add(notes, strings, HW_NOTE_MERGED_PROCESS, count,
                       "profiles of one process are added up (%.*s and %.*s%s): what is held and "
                       "churned counts more than once, and no error of it can be told",
                       NAMES(old, newer), count > 1 ? ", …" : "");
}

static HW_MEM note_left_out(hw_notes *notes, hw_strings *strings, const hw_look *old,
                            const hw_look *newer, uint64_t count)
{
    if (count > 1)
        return hw_note_add(notes, strings, HW_NOTE_SAME_PROCESS, count,
                           "%llu profiles are left out, for newer ones of the same processes are "
                           "given, or the same ones again (%.*s: %.*s, …); --merge adds all of "
                           "them up",
                           (unsigned long long)count, NAMES(old, newer));
    if (old->content == newer->content)
        return hw_note_add(notes, strings, HW_NOTE_SAME_PROCESS, count,
                           "%.*s and %.*s are the same profile, and it is used once; --merge adds "
                           "both up",
                           NAMES(newer, old));
    return hw_note_add(notes, strings, HW_NOTE_SAME_PROCESS, count,
                       "one process wrote %.*s and %.*s, each of which counts from its start: the "
                       "newest, %.*s, is used alone; --merge adds both up",
                       NAMES(old, newer), HW_STR_ARG(hw_str_sub(newer->name, 0, 100)));
}

HW_MEM hw_same_process_note(hw_notes *notes, hw_strings *strings, const hw_look *looks,
                            const uint32_t *newest, uint32_t n, bool merge)
{
    const hw_look *old = NULL, *newer = NULL;
    uint64_t count = 0;
    for (uint32_t i = 0; i < n; i++)
        if (newest[i] != i && count++ == 0) {
            old = &looks[i];
            newer = &looks[newest[i]];
        }
    if (count == 0)
        return HW_MEM_OK;
    return merge ? note_merged(notes, strings, old, newer, count)
                 : note_left_out(notes, strings, old, newer, count);
}

/* --- in one profile --------------------------------------------------------------------------- */

/* What was found at an earlier time is not told again. */
static void forget_known(const hw_profile *p, uint32_t *newest, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        if (p->inputs.at[i].older || p->inputs.at[i].merged)
            newest[i] = i;
}

static void mark(hw_profile *p, const uint32_t *newest, uint32_t n, bool merge)
{
    for (uint32_t i = 0; i < n; i++) {
        hw_profile_input *in = &p->inputs.at[i];
        in->older |= newest[i] != i && !merge;
        in->merged |= newest[i] != i && merge;
        p->merged |= in->merged;
        p->period = p->merged ? 0 : p->period;
    }
}

static HW_MEM find(hw_profile *p, bool merge, hw_look *looks, uint32_t *newest, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        if (!hw_look_take(p, i, &looks[i]))
            return HW_MEM_OUT;
    if (!hw_looks_newest(looks, n, newest))
        return HW_MEM_OUT;
    forget_known(p, newest, n);
    if (!hw_same_process_note(&p->notes, p->strings, looks, newest, n, merge))
        return HW_MEM_OUT;
    mark(p, newest, n, merge);
    return HW_MEM_OK;
}

hw_status hw_same_process_find(hw_profile *p, bool merge, hw_error *err)
{
    uint32_t n = (uint32_t)p->inputs.len;
    if (n < 2)
        return HW_OK;
    hw_look *looks = hw_mem_zero(n, sizeof *looks);
    uint32_t *newest = hw_mem_alloc(n, sizeof *newest);
    hw_mem ok = hw_mem_of(looks && newest && find(p, merge, looks, newest, n));
    for (uint32_t i = 0; looks && i < n; i++)
        hw_look_free(&looks[i]);
    hw_mem_free(looks);
    hw_mem_free(newest);
    return ok ? HW_OK : hw_nomem(err);
}

/* Notes of inputs that are left out, such as how many of their samples have no stack. */
static void forget_notes(hw_profile *p)
{
    size_t kept = 0;
    for (size_t i = 0; i < p->notes.list.len; i++) {
        const hw_note note = p->notes.list.at[i];
        if (note.of == 0 || !p->inputs.at[note.of - 1].older)
            p->notes.list.at[kept++] = note;
    }
    p->notes.list.len = kept;
}

void hw_same_process_leave_out(hw_profile *p)
{
    uint32_t kept = 0;
    bool any = false;
    for (size_t i = 0; i < p->inputs.len; i++)
        any |= p->inputs.at[i].older && p->inputs.at[i].kept;
    if (!any)
        return;
    p->totals = (hw_values){{0}};
    for (size_t i = 0; i < p->inputs.len; i++) {
        hw_profile_input *in = &p->inputs.at[i];
        uint32_t from = in->kept_at, n = in->older ? 0 : in->kept;
        in->kept_at = kept;
        in->kept = n;
        for (uint32_t k = 0; k < n; k++) {
            p->samples.at[kept] = p->samples.at[from + k];
            hw_values_add(&p->totals, &p->samples.at[kept++].values);
        }
    }
    p->samples.len = kept;
    forget_notes(p);
}
