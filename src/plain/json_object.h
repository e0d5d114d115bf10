/* plain/json_object - one JSON object on a line, and the strings in it. */
#ifndef HW_PLAIN_JSON_OBJECT_H
#define HW_PLAIN_JSON_OBJECT_H

#include <json-c/json.h>

#include "plain/rewriting.h"

enum {
    HW_MEMBER_DEPTH = 6,       /* objects and arrays around a string that are looked into */
    HW_OBJECT_DEPTH = 32,      /* of what is parsed at all */
    HW_OBJECT_VALUES = 1 << 16 /* in one object: json-c needs some 100 bytes for each */
};

/* The strings of an object, depth first. */
typedef struct hw_object_walk {
    struct {
        json_object *in;
        struct json_object_iterator member, end; /* of an object */
        size_t i;                                /* of an array */
        size_t path;                             /* length of the path up to here */
    } stack[HW_MEMBER_DEPTH];
    unsigned depth;
    char path[HW_MEMBER_PATH];
    hw_str text; /* the string that was found */
    size_t n;    /* of its path */
} hw_object_walk;

void hw_object_walk_start(hw_object_walk *w, json_object *object);
bool hw_object_walk_next(hw_object_walk *w);

/* Parses what a line holds. *ret is NULL for what is not a JSON object as a whole. HW_NOMEM without
 * `err` filled. */
hw_status hw_object_read(json_tokener *tok, hw_str line, json_object **ret);
/* A line that begins as an object: where the '{' is, behind a prefix or not; HW_NPOS otherwise.
 * Not certain: behind words that nobody knows, where the line ends as an object does. */
size_t hw_object_start(hw_str line, bool *certain);

#endif
