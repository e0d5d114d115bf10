/* plain/wrapper - which member of the JSON objects of a log holds the compiler's lines.
 *
 * Nobody agrees on a name (Output, log, message, msg, MESSAGE, textPayload, jsonPayload.message …),
 * and other members hold text too. So it is told by what is in them, from the first objects of the
 * log.
 */
#ifndef HW_PLAIN_WRAPPER_H
#define HW_PLAIN_WRAPPER_H

#include <json-c/json.h>

#include "base/str.h"
#include "heapwitness/types.h"

enum {
    HW_WRAPPERS_MAX = 8, /* members that hold lines, of one log */
    HW_WRAPPER_PATH = 128,
    HW_WRAPPER_DEPTH = 6,    /* objects and arrays around the string that are looked into */
    HW_JSON_DEPTH = 32,      /* of what is parsed at all */
    HW_JSON_VALUES = 1 << 16 /* in one object: json-c needs some 100 bytes for each */
};

typedef struct hw_wrapper {
    char path[HW_WRAPPER_PATH]; /* "Output", "jsonPayload.message", "events[].message" */
    size_t n;
    uint64_t found; /* strings with diagnostics */
    uint64_t ended; /* … whose last byte is a newline: others are then pieces of lines */
} hw_wrapper;

typedef struct hw_wrappers {
    hw_wrapper at[HW_WRAPPERS_MAX];
    unsigned n;
    unsigned prefixed, plain; /* objects behind a time stamp or the like, and without one */
} hw_wrappers;

/* The strings of an object, depth first. */
typedef struct hw_json_walk {
    struct {
        json_object *in;
        struct json_object_iterator member, end; /* of an object */
        size_t i;                                /* of an array */
        size_t path;                             /* length of the path up to here */
    } open[HW_WRAPPER_DEPTH];
    unsigned depth;
    char path[HW_WRAPPER_PATH];
    hw_str text; /* the string that was found */
    size_t n;    /* of its path */
} hw_json_walk;

void hw_json_walk_start(hw_json_walk *w, json_object *object);
bool hw_json_walk_next(hw_json_walk *w);

/* Parses what a line holds. *ret is NULL for what is not a JSON object as a whole. HW_NOMEM without
 * `err` filled. */
hw_status hw_json_read_line(json_tokener *tok, hw_str line, json_object **ret);
/* A line that begins as an object: where the '{' is, behind a prefix or not; HW_NPOS otherwise.
 * Not certain: behind words that nobody knows, where the line ends as an object does. */
size_t hw_json_start(hw_str line, bool *certain);

/* Notes the members of an object that hold diagnostics. false: it has none. */
bool hw_wrappers_learn(hw_wrappers *w, json_object *object);
/* From the objects in the first `limit` bytes. HW_NOMEM without `err` filled. */
hw_status hw_wrappers_find(hw_wrappers *w, hw_str text, size_t limit);
/* The best known member that the object has; NULL: none. */
const hw_wrapper *hw_wrapper_of(const hw_wrappers *w, json_object *object);

#endif
