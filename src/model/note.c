#include "model/note.h"

#include <stdarg.h>
#include <stdio.h>

const hw_note_row hw_note_rows[HW_NOTE_COUNT] = {
#define X(id, name, severity, incomplete) [HW_NOTE_##id] = {name, severity, incomplete},
    HW_NOTES(X)
#undef X
};

static bool is_error(const hw_note *n)
{
    return hw_note_rows[n->id].severity[0] == 'e';
}

size_t hw_notes_errors(const hw_notes *notes)
{
    size_t n = 0;
    while (n < notes->list.len && is_error(&notes->list.at[n]))
        n++;
    return n;
}

HW_MEM hw_notes_put(hw_notes *notes, hw_note note)
{
    size_t at = is_error(&note) ? hw_notes_errors(notes) : notes->list.len;
    if (!hw_vec_push(&notes->list, note))
        return HW_MEM_OUT;
    for (size_t i = notes->list.len - 1; i > at; i--)
        notes->list.at[i] = notes->list.at[i - 1];
    notes->list.at[at] = note;
    return HW_MEM_OK;
}

HW_MEM hw_note_add(hw_notes *notes, hw_strings *strings, hw_note_id id, uint64_t count,
                   const char *fmt, ...)
{
    char text[512];
    va_list ap;
    va_start(ap, fmt);
    int n = vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    if (n < 0)
        n = 0;
    hw_note note = {.id = id, .count = count};
    hw_str s = {text, (size_t)n < sizeof text ? (size_t)n : sizeof text - 1};
    return hw_mem_of(hw_strings_put(strings, s, &note.text) && hw_notes_put(notes, note));
}

const hw_note *hw_notes_find(const hw_notes *notes, hw_note_id id)
{
    for (size_t i = 0; i < notes->list.len; i++)
        if (notes->list.at[i].id == id)
            return &notes->list.at[i];
    return NULL;
}

void hw_notes_free(hw_notes *notes)
{
    hw_vec_free(&notes->list);
}
