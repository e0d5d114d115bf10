#include "export/notes_json.h"

void hw_notes_json(hw_jsonw *w, const hw_strings *strings, const hw_notes *notes)
{
    hw_jsonw_key(w, "notes");
    hw_jsonw_array(w);
    for (size_t i = 0; i < notes->list.len; i++) {
        const hw_note *n = &notes->list.at[i];
        hw_jsonw_object(w);
        hw_jsonw_key(w, "id");
        hw_jsonw_cstr(w, hw_note_rows[n->id].name);
        hw_jsonw_key(w, "severity");
        hw_jsonw_cstr(w, hw_note_rows[n->id].severity);
        hw_jsonw_key(w, "count");
        hw_jsonw_u64(w, n->count);
        hw_jsonw_key(w, "text");
        hw_jsonw_str(w, hw_strings_get(strings, n->text));
        hw_jsonw_end(w);
    }
    hw_jsonw_end(w);
}
