/* export/notes_json - what limits an answer, in every JSON document. */
#ifndef HW_EXPORT_NOTES_JSON_H
#define HW_EXPORT_NOTES_JSON_H

#include "base/jsonw.h"
#include "model/note.h"

/* The member "notes" of the object that is open. */
void hw_notes_json(hw_jsonw *w, const hw_strings *strings, const hw_notes *notes);

#endif
