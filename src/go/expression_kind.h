/* go/expression_kind - the kinds of expression that a claim can speak of, a row each.
 *
 * The kind decides which functions of the runtime the expression can call, and so which bytes a
 * claim of it can own. All that is true of a kind as such stands in its row. A new kind is one row
 * here, the words that tell it (diag/expression), and its line in docs/join.md, which tests/lint
 * holds against the rows.
 *
 * Sources: the packages walk and ssagen of the compiler, in all known versions of Go. The rows were
 * checked on every leaf of the corpus.
 */
#ifndef HW_GO_EXPRESSION_KIND_H
#define HW_GO_EXPRESSION_KIND_H

#include <stdint.h>

#include "go/callee.h"

/* Which sizes an allocation has. Columns: id, the words of docs/join.md. */
#define HW_SIZE_RULES(X)                                                                           \
    X(NEVER, "nothing")                  /* it allocates nothing, or never on the heap */          \
    X(ANY, "any sizes")                  /* as many as it likes */                                 \
    X(ONE, "one size")                   /* its type is fixed */                                   \
    X(MAYBE_ONE, "one size, or any")     /* ONE or ANY, the text cannot tell */                    \
    X(CONSTANT, "its own size class")    /* one, and that of the constant */                       \
    X(CLOSURE, "one size from 16 bytes") /* a function and what it captures */                     \
    X(HEADER, "48 bytes")                /* of a map: its header */                                \
    X(NUMBER, "8 or 16 bytes")           /* what fits a number, in a block of its own or shared */ \
    X(OVERFLOWS, "sizes from 48 bytes")  /* all above the buffer that it has on the stack */       \
    X(CONVERTED, "sizes from 48 bytes *") /* the same, but for what its text says */               \
    X(LARGE, "one size above 1024 bytes") /* one, above the limit of interface conversions */      \
    X(HUGE, "one size above 64 KiB")      /* one, above the limit of the bytes of a constant */    \
    X(MAP, "any sizes above 8 entries")   /* ANY, but a map that is known to be small has none */

typedef enum hw_size_rule {
#define X(id, words) HW_SIZES_##id,
    HW_SIZE_RULES(X)
#undef X
} hw_size_rule;

/* Sets of families. */
enum {
#define X(id, name, what) HW_BY_##id = 1 << HW_FAMILY_##id,
    HW_FAMILIES(X)
#undef X
        HW_BY_AN_OBJECT = HW_BY_OBJECT | HW_BY_MALLOC,
    HW_BY_AN_ARRAY = HW_BY_SLICE | HW_BY_SLICE_COPY | HW_BY_MALLOC,
    HW_BY_A_LITERAL = HW_BY_MAP | HW_BY_MAP_ASSIGN, /* of a map */
};

/* What else is true of a kind. */
enum {
    HW_TRAIT_CALLER = 1,  /* of an inlined body it belongs to the caller's statement all the same */
    HW_TRAIT_MAP = 2,     /* it may be the literal of a map, which calls once for each entry */
    HW_TRAIT_SLICE = 4,   /* it may be the literal of a slice; with MAP: the type has a name */
    HW_TRAIT_ARRAY = 8,   /* its object is an array */
    HW_TRAIT_FUNC = 16,   /* its object is a closure */
    HW_TRAIT_TYPE = 32,   /* its text names the type of its object */
    HW_TRAIT_BUFFER = 64, /* a string: where it fits its buffer, that keeps it off the heap */
    HW_TRAIT_CONVERT = 128, /* its text says what is converted into what */
    HW_TRAIT_CALL = 256,    /* only its call shows that it allocates */
    HW_TRAIT_MAKE = 512,    /* make(…) */
    HW_TRAIT_VALUE = 1024,  /* a value that is there anyway: only its conversion allocates */
};

/* Columns:
 *   id
 *   name     stable, in JSON
 *   traits
 *   heap     (sizes, calls, column) of a claim that says heap:
 *              sizes   which it may have, where the call is not known
 *              calls   the families that it can call
 *              column  from this one on it may stand inside of an append, which up to Go 1.24
 *                      allocates without a claim: left of it are a tab and "append(x, " at least;
 *                      0: it is not held against that
 *   stack    the same of a claim that says that it does not escape. Of objects such a claim never
 *            speaks: no build that prints it allocates one
 *   since    (claimed, owns): the minor versions of Go since which it has claims, and since which
 *            "does not escape" lets it allocate all the same; 0: always
 *   causes   (confirmed, contradicted, without a call), of HW_CAUSES: of its bytes where the claim
 *            is right and where it is wrong; of no bytes where the program has no call for it */

/* clang-format off */
#define HW_KINDS(X)                                                                                \
    /* any other expression: an interface conversion */                                            \
    X(VALUE, "value", HW_TRAIT_VALUE,                                                                           \
      (ONE, HW_BY_AN_OBJECT | HW_BY_CONVERT, 0), (LARGE, HW_BY_CONVERT, 0), (0, 0),                \
      (HONEST, IFACE_LARGE, UNKNOWN))                                                              \
    /* arithmetic, len, cap, conversions to a number: made a value of an interface */              \
    X(NUMBER, "number", HW_TRAIT_VALUE,                                                                         \
      (NUMBER, HW_BY_AN_OBJECT | HW_BY_CONVERT, 0), (NEVER, 0, 0), (0, 0),                         \
      (HONEST, UNKNOWN, UNKNOWN))                                                                  \
    /* the same of one byte, and conditions: the runtime has all 256 values ready */               \
    X(BYTE, "byte", HW_TRAIT_VALUE,                                                                             \
      (NEVER, 0, 0), (NEVER, 0, 0), (0, 0),                                                        \
      (HONEST, UNKNOWN, NEVER_READONLY_CONST))                                                     \
    /* moved to heap: x */                                                                         \
    X(MOVED, "variable", HW_TRAIT_CALLER,                                                          \
      (ONE, HW_BY_AN_OBJECT, 0), (NEVER, 0, 0), (0, 0),                                            \
      (HONEST, UNKNOWN, MERGED_ALLOC))                                                             \
    /* x does not escape, of a parameter: no allocation */                                         \
    X(PARAMETER, "parameter", 0,                                                                   \
      (NEVER, 0, 0), (NEVER, 0, 0), (0, 0),                                                        \
      (HONEST, UNKNOWN, UNKNOWN))                                                                  \
    /* ... argument */                                                                             \
    X(DOTS, "variadic slice", HW_TRAIT_CALLER | HW_TRAIT_ARRAY,                                    \
      (ONE, HW_BY_AN_OBJECT, 0), (NEVER, 0, 0), (0, 0),                                            \
      (HONEST, UNKNOWN, UNKNOWN))                                                                  \
    X(APPEND, "append", 0,                                                                         \
      (ANY, HW_BY_GROW | HW_BY_MOVE, 0), (ANY, HW_BY_GROW, 0), (25, 0),                            \
      (APPEND_GROW, APPEND_GROW, UNKNOWN))                                                         \
    /* make([]T, n), n not constant */                                                             \
    X(MAKE_SLICE, "make slice", HW_TRAIT_MAKE,                                                     \
      (ANY, HW_BY_AN_ARRAY | HW_BY_CONVERT, 16), (OVERFLOWS, HW_BY_AN_ARRAY, 16), (0, 25),         \
      (HONEST, VARMAKE_OVERFLOW, NEVER_ELIDED))                                                    \
    /* make([]T, 16) */                                                                            \
    X(MAKE_CONST, "make constant", HW_TRAIT_MAKE,                                                  \
      (CONSTANT, HW_BY_AN_ARRAY | HW_BY_OBJECT | HW_BY_CONVERT, 0), (NEVER, 0, 0), (0, 0),         \
      (HONEST, UNKNOWN, UNKNOWN))                                                                  \
    X(MAKE_MAP, "make map", HW_TRAIT_MAKE,                                                         \
      (ANY, HW_BY_MAP, 0), (MAP, HW_BY_MAP, 0), (0, 0),                                            \
      (HONEST, MAP_HINT, UNKNOWN))                                                                 \
    /* make(T, …): slice or map */                                                                 \
    X(MAKE_NAMED, "make named", HW_TRAIT_MAKE,                                                     \
      (ANY, HW_BY_AN_ARRAY | HW_BY_MAP | HW_BY_CONVERT, 0),                                        \
      (ANY, HW_BY_AN_ARRAY | HW_BY_MAP, 0), (0, 0),                                                \
      (HONEST, UNKNOWN, UNKNOWN))                                                                  \
    X(MAP_LITERAL, "map literal", HW_TRAIT_CALLER | HW_TRAIT_MAP,                                  \
      (ANY, HW_BY_A_LITERAL, 0), (MAP, HW_BY_A_LITERAL, 0), (0, 0),                                \
      (HONEST, MAP_HINT, UNKNOWN))                                                                 \
    /* new(T), &T{…} */                                                                            \
    X(NEW, "new", HW_TRAIT_TYPE,                                                                   \
      (ONE, HW_BY_AN_OBJECT, 0), (NEVER, 0, 0), (0, 0),                                            \
      (HONEST, UNKNOWN, UNKNOWN))                                                                  \
    X(SLICE_LITERAL, "slice literal", HW_TRAIT_CALLER | HW_TRAIT_SLICE | HW_TRAIT_ARRAY,           \
      (ONE, HW_BY_AN_OBJECT | HW_BY_CONVERT, 0), (NEVER, 0, 0), (0, 0),                            \
      (HONEST, UNKNOWN, UNKNOWN))                                                                  \
    /* T{…} of a named type: may be a map or a slice */                                            \
    X(COMPOSITE, "composite", HW_TRAIT_CALLER | HW_TRAIT_MAP | HW_TRAIT_SLICE,                     \
      (MAYBE_ONE, HW_BY_AN_OBJECT | HW_BY_CONVERT | HW_BY_A_LITERAL, 0),                           \
      (LARGE, HW_BY_CONVERT | HW_BY_A_LITERAL, 0), (0, 0),                                         \
      (HONEST, IFACE_LARGE, NEVER_READONLY_CONST))                                                 \
    X(CLOSURE, "func literal", HW_TRAIT_CALLER | HW_TRAIT_FUNC,                                    \
      (CLOSURE, HW_BY_AN_OBJECT, 0), (NEVER, 0, 0), (0, 0),                                            \
      (HONEST, UNKNOWN, NEVER_STATIC_CLOSURE))                                                     \
    /* x.M */                                                                                      \
    X(METHOD_VALUE, "method value", HW_TRAIT_FUNC,                                                 \
      (CLOSURE, HW_BY_AN_OBJECT, 0), (NEVER, 0, 0), (0, 0),                                            \
      (HONEST, UNKNOWN, UNKNOWN))                                                                  \
    X(CONCAT, "concatenation", HW_TRAIT_BUFFER,                                                    \
      (ANY, HW_BY_CONCAT | HW_BY_CONVERT, 0), (OVERFLOWS, HW_BY_CONCAT, 13), (0, 0),               \
      (HONEST, TMPBUF_OVERFLOW, UNKNOWN))                                                          \
    /* []byte(s), []rune(s), string(b) */                                                          \
    X(CONVERSION, "conversion", HW_TRAIT_BUFFER | HW_TRAIT_CONVERT,                                \
      (ANY, HW_BY_STRING | HW_BY_CONCAT | HW_BY_CONVERT, 0),                                       \
      (CONVERTED, HW_BY_STRING | HW_BY_CONCAT, 18), (0, 0),                                        \
      (HONEST, TMPBUF_OVERFLOW, UNKNOWN))                                                          \
    /* "x", 42, 'c', true, nil; it allocates for a variable that holds it (>= 1.25) */             \
    X(CONSTANT, "constant", HW_TRAIT_CALL,                                                         \
      (NEVER, HW_BY_AN_OBJECT | HW_BY_CONVERT, 0), (NEVER, 0, 0), (0, 0),                          \
      (HONEST, UNKNOWN, NEVER_READONLY_CONST))
/* clang-format on */

typedef enum hw_kind {
#define X(id, ...) HW_KIND_##id,
    HW_KINDS(X)
#undef X
        HW_KIND_COUNT
} hw_kind;

/* What a claim of one verdict can own. */
typedef struct hw_kind_side {
    hw_size_rule sizes;
    unsigned calls; /* HW_BY_* */
    unsigned column;
} hw_kind_side;

typedef struct hw_kind_row {
    const char *name;
    unsigned traits;
    hw_kind_side heap, stack;
    int claimed_since, owns_since;
} hw_kind_row;

extern const hw_kind_row hw_kind_rows[HW_KIND_COUNT];

static inline bool hw_kind_has(hw_kind kind, unsigned trait)
{
    return hw_kind_rows[kind].traits & trait;
}

/* It is surely the literal of a slice. */
static inline bool hw_kind_is_slice(hw_kind kind)
{
    return (hw_kind_rows[kind].traits & (HW_TRAIT_SLICE | HW_TRAIT_MAP)) == HW_TRAIT_SLICE;
}

/* It is one object where it escapes, so it is none where it does not. */
static inline bool hw_kind_is_object(hw_kind kind)
{
    return hw_kind_rows[kind].heap.calls & HW_BY_OBJECT;
}

#endif
