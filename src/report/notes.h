/* report/notes - what limits an answer, in every report. */
#ifndef HW_REPORT_NOTES_H
#define HW_REPORT_NOTES_H

#include "export/jsonw.h"
#include "model/note.h"
#include "report/page.h"

/* The member "notes" of the object that is open. */
void hw_notes_json(hw_jsonw *w, const hw_strings *strings, const hw_notes *notes);
/* "warning: …", with `of` (NULL: nothing) "warning of A: …", in lines of `width`. */
void hw_notes_text(hw_page *p, const hw_strings *strings, const hw_notes *notes, const char *of,
                   size_t width);
/* Of "error" and "warning"; dim for all else. */
hw_style hw_severity_style(const char *severity);

#endif
