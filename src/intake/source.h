/* intake/source - the interface of a place that bytes come from.
 *
 * Each has a file of its own in this room, a line in intake/sources, and its forms in
 * docs/inputs.md (tests/lint holds them together). Bytes are handed on as they are, not inflated.
 */
#ifndef HW_INTAKE_SOURCE_H
#define HW_INTAKE_SOURCE_H

#include <stdbool.h>

#include "base/str.h"
#include "heapwitness/types.h"
#include "intake/intake_settings.h"

typedef struct hw_source {
    const char *forms; /* of its locators, with ", " between, as the documents have them */
    const char *said;  /* in the sentence that says what is read; NULL: another one's says it */
    /* By the locator's form. `profile`: of a profile, else of a log. */
    bool (*recognises)(hw_str locator, bool profile);

    /* One of the two. What can be a file is opened for reading; a directory is refused where
     * `directory` is NULL; `*ret` is the caller's to close. All else is streamed into a sink, at
     * most limits.response bytes. */
    hw_status (*open)(hw_str locator, hw_str name, int *ret, bool *directory, hw_error *err);
    hw_status (*fetch)(const hw_intake *in, hw_str locator, bool profile, hw_str name,
                       const hw_byte_sink *to, hw_error *err);
    bool names; /* intake/symbols can ask it for the names of functions */
} hw_source;

#endif
