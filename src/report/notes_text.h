/* report/notes_text - what limits an answer, for people. */
#ifndef HW_REPORT_NOTES_TEXT_H
#define HW_REPORT_NOTES_TEXT_H

#include "model/note.h"
#include "report/page.h"

/* "warning: …", with `of` (NULL: nothing) "warning of A: …", in lines of `width`. Errors are not
 * among them: */
void hw_notes_text(hw_page *p, const hw_strings *strings, const hw_notes *notes, const char *of,
                   size_t width);
/* they stand before all else that a page says, with an empty line behind them. */
void hw_errors_text(hw_page *p, const hw_strings *strings, const hw_notes *notes, const char *of,
                    size_t width);
/* Of "error" and "warning"; dim for all else. */
hw_style hw_severity_style(const char *severity);

#endif
