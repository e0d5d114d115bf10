/* plain/wrapper - which member of the JSON objects of a log holds the compiler's lines.
 *
 * Nobody agrees on a name (Output, log, message, msg, MESSAGE, textPayload, jsonPayload.message …),
 * and other members hold text too. So the first objects of the log decide, by what their members
 * hold.
 */
#ifndef HW_PLAIN_WRAPPER_H
#define HW_PLAIN_WRAPPER_H

#include "plain/json_object.h"

enum { HW_WRAPPERS_MAX = 8 }; /* members that hold lines, of one log */

typedef struct hw_wrapper {
    char path[HW_MEMBER_PATH]; /* "Output", "jsonPayload.message", "events[].message" */
    size_t n;
    uint64_t found; /* strings with diagnostics */
    uint64_t ended; /* … whose last byte is a newline: others are then pieces of lines */
} hw_wrapper;

typedef struct hw_wrappers {
    hw_wrapper at[HW_WRAPPERS_MAX];
    unsigned n;
    unsigned prefixed, plain; /* objects behind a time stamp or the like, and without one */
} hw_wrappers;

/* Notes the members of an object that hold diagnostics. false: it has none. */
bool hw_wrappers_learn(hw_wrappers *w, const hw_node *object);
/* From the objects in the first `limit` bytes. HW_NOMEM without `err` filled. */
hw_status hw_wrappers_find(hw_wrappers *w, hw_str text, size_t limit);
/* The best known member that the object has; NULL: none. */
const hw_wrapper *hw_wrapper_of(const hw_wrappers *w, const hw_node *object);

#endif
