#include "report/notes_text.h"

#include <stdio.h>
#include <string.h>

hw_style hw_severity_style(const char *severity)
{
    return severity[0] == 'e' ? HW_STYLE_RED : severity[0] == 'w' ? HW_STYLE_YELLOW : HW_STYLE_DIM;
}

void hw_notes_text(hw_page *p, const hw_strings *strings, const hw_notes *notes, const char *of,
                   size_t width)
{
    for (size_t i = 0; i < notes->list.len; i++) {
        const hw_note *n = &notes->list.at[i];
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
}
