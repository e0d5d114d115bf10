/* plain/json_object - one JSON object on a line, and the strings in it. */
#ifndef HW_PLAIN_JSON_OBJECT_H
#define HW_PLAIN_JSON_OBJECT_H

#include "base/json_tree.h"
#include "plain/rewriting.h"

enum {
    HW_MEMBER_DEPTH = 6,       /* objects and arrays around a string that are looked into */
    HW_OBJECT_DEPTH = 32,      /* of what is parsed at all */
    HW_OBJECT_VALUES = 1 << 16 /* in one object, of some 100 bytes each */
};

/* The strings of an object, depth first. */
typedef struct hw_object_walk {
    struct {
        const hw_node *in, *next; /* an object or array, and what to look at next in it */
        size_t i;                 /* of that */
        size_t path;              /* length of the path up to here */
    } stack[HW_MEMBER_DEPTH];
    unsigned depth;
    char path[HW_MEMBER_PATH];
    hw_str text; /* the string that was found */
    size_t n;    /* of its path */
} hw_object_walk;

void hw_object_walk_start(hw_object_walk *w, const hw_node *object);
bool hw_object_walk_next(hw_object_walk *w);

/* Reads what a line holds, in place of what `a` had. *ret is NULL for what is not a JSON object as
 * a whole. HW_NOMEM without `err` filled. */
hw_status hw_object_read(hw_arena *a, hw_str line, const hw_node **ret);
/* A line that begins as an object: where the '{' is, behind a prefix or not; HW_NPOS otherwise.
 * Not certain: behind words that nobody knows, where the line ends as an object does. */
size_t hw_object_start(hw_str line, bool *certain);

#endif
