#include "report/notes_text.h"

#include <stdio.h>
#include <string.h>

hw_style hw_severity_style(const char *severity)
{
    return severity[0] == 'e' ? HW_STYLE_RED : severity[0] == 'w' ? HW_STYLE_YELLOW : HW_STYLE_DIM;
}

static void note_text(hw_page *p, const hw_strings *strings, const hw_note *n, const char *of,
                      size_t width)
{
    const char *severity = hw_note_rows[n->id].severity;
    char label[32];
    snprintf(label, sizeof label, "%s%s%s", severity, of ? " of " : "", of ? of : "");
    size_t used = strlen(label) + 2;
    hw_page_style(p, hw_severity_style(severity));
    hw_page_printf(p, "%s:", label);
    hw_page_style(p, HW_STYLE_PLAIN);
    hw_page_printf(p, " ");
    hw_page_wrap(p, hw_strings_get(strings, n->text), used, used, width);
}

void hw_notes_text(hw_page *p, const hw_strings *strings, const hw_notes *notes, const char *of,
                   size_t width)
{
    for (size_t i = hw_notes_errors(notes); i < notes->list.len; i++)
        note_text(p, strings, &notes->list.at[i], of, width);
}

void hw_errors_text(hw_page *p, const hw_strings *strings, const hw_notes *notes, const char *of,
                    size_t width)
{
    size_t errors = hw_notes_errors(notes);
    for (size_t i = 0; i < errors; i++)
        note_text(p, strings, &notes->list.at[i], of, width);
    if (errors)
        hw_page_printf(p, "\n");
}
