/* report/notes_text - what limits an answer, for people. */
#ifndef HW_REPORT_NOTES_TEXT_H
#define HW_REPORT_NOTES_TEXT_H

#include "model/note.h"
#include "report/page.h"

/* "warning: …", with `of` (NULL: nothing) "warning of A: …", in lines of `width`. */
void hw_notes_text(hw_page *p, const hw_strings *strings, const hw_notes *notes, const char *of,
                   size_t width);
/* Of "error" and "warning"; dim for all else. */
hw_style hw_severity_style(const char *severity);

#endif
