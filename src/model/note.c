#include "model/note.h"

#include <stdarg.h>
#include <stdio.h>

const hw_note_row hw_note_rows[HW_NOTE_COUNT] = {
#define X(id, name, severity, incomplete) [HW_NOTE_##id] = {name, severity, incomplete},
    HW_NOTES(X)
#undef X
};

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
    return hw_mem_of(hw_strings_put(strings, s, &note.text) && hw_vec_push(&notes->list, note));
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
