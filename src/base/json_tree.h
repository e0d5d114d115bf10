/* base/json_tree - a JSON text as a tree of values, read by yajl.
 *
 * Of the JSON libraries for C that Debian has, yajl alone can be given a memory of its own for each
 * text. json-c 0.16 crashes and leaves out bytes of strings when an allocation fails, and so does
 * jansson 2.14; neither says so.
 */
#ifndef HW_BASE_JSON_TREE_H
#define HW_BASE_JSON_TREE_H

#include "base/arena.h"
#include "heapwitness/types.h"

typedef enum hw_node_type {
    HW_NODE_NULL,
    HW_NODE_BOOL,
    HW_NODE_NUMBER,
    HW_NODE_STRING,
    HW_NODE_ARRAY,
    HW_NODE_OBJECT
} hw_node_type;

typedef struct hw_node {
    hw_node_type type;
    bool truth;                   /* of a bool */
    uint32_t n;                   /* values in an array or object */
    hw_str name;                  /* of a member of an object */
    hw_str text;                  /* a string, its escapes undone; a number, as it is written */
    struct hw_node *first, *last; /* of what is in it, in the order of the text */
    struct hw_node *next, *in;
} hw_node;

typedef struct hw_json_bounds {
    unsigned depth; /* arrays and objects around a value */
    uint32_t values;
} hw_json_bounds;

/* *ret is NULL where the text is not one JSON value as a whole, or is beyond the bounds; *end,
 * which may be NULL, is then how far it was read: all of it where it is only cut short. The tree
 * lives in `a`, and its strings there or in `text`. HW_NOMEM without `err` filled. */
hw_status hw_json_tree_read(hw_arena *a, hw_str text, hw_json_bounds bounds, const hw_node **ret,
                            size_t *end);

/* The member of that name and type; NULL where there is none, or `of` is no object or NULL. The
 * last of several. */
const hw_node *hw_node_member(const hw_node *of, const char *name, hw_node_type type);
/* What is in an array or object; NULL where `of` is another value or NULL. */
const hw_node *hw_node_first(const hw_node *of, hw_node_type type);
/* Empty where it is no string, or NULL. */
hw_str hw_node_string(const hw_node *v);
/* A number that is whole and not negative. false: it is another, or none. */
bool hw_node_u64(const hw_node *v, uint64_t *ret);

#endif
