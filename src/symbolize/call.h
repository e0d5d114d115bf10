/* symbolize/call - what a place in a program's machine code calls, and with which type.
 *
 * A leaf of a heap profile is the return address of a call, less one. The call says what no
 * profile does: which function of the runtime allocated, and the type that was allocated, which
 * the compiler passes by its descriptor's address. docs/binary.md has the rules and what was
 * measured.
 */
#ifndef HW_SYMBOLIZE_CALL_H
#define HW_SYMBOLIZE_CALL_H

#include "model/callee.h"
#include "symbolize/types.h"

/* Why there is no type. Columns: id, name (stable, in JSON), what it means. */
#define HW_HOLES(X)                                                                                \
    X(NONE, "none", "the type is known")                                                           \
    X(NO_CALL, "no-call", "no call ends here: the function that was called is inlined")            \
    X(INDIRECT, "indirect", "the call goes to an address that is only known at run time")          \
    X(NO_TYPE, "no-type", "the function that is called takes no type")                             \
    X(NIL, "nil", "the type that is passed is nil: memory without pointers, whatever is in it")    \
    X(DICTIONARY, "dictionary", "generic code takes the type from its dictionary")                 \
    X(RUN_TIME, "run-time", "the type is a value of the program, as in package reflect")           \
    X(UNTRACEABLE, "untraceable", "the type cannot be told from the machine code")

typedef enum hw_hole {
#define X(id, name, text) HW_HOLE_##id,
    HW_HOLES(X)
#undef X
        HW_HOLE_COUNT
} hw_hole;

/* The buffer on the stack that some callees may use instead of the heap. */
typedef enum hw_lent {
    HW_LENT_UNKNOWN, /* or the callee takes none */
    HW_LENT_NONE,    /* nil: the result always needs the heap, unless it is empty */
    HW_LENT_STACK,   /* the result does not escape, and needs the heap only if it is too large */
} hw_lent;

typedef struct hw_call {
    uint64_t address; /* of the instruction; 0: there is no call */
    uint64_t pc;      /* what a profile says of it: the last byte's address */
    uint64_t target;  /* 0: not known */
    hw_str callee;    /* as linked; empty: no function of Go, or not known */
    hw_family family; /* OTHER: the callee is no function of the runtime, or not known */
    hw_hole hole;
    hw_type type; /* that is passed: of makechan the channel's, of maps the map's, of slices the
                     element's; address 0: see hole */
    hw_lent lent;
    bool number_known; /* how many bytes (OBJECT, MALLOC) or elements are asked for: a constant */
    uint64_t number;
} hw_call;

typedef struct hw_calls hw_calls;

/* `image` outlives it. `go`: the minor version of Go that the program was built with (26), 0 where
 * it is not known: then some buffers are not. HW_IO: libcapstone cannot be loaded. */
hw_status hw_calls_open(hw_image *image, unsigned go, hw_calls **ret, hw_error *err);
void hw_calls_close(hw_calls *calls);

/* The call that ends at pc + 1: that of a profile's location with this address. hole NO_CALL:
 * nothing is called there. Views live as long as the image. */
hw_status hw_call_at(hw_calls *calls, uint64_t pc, hw_call *ret, hw_error *err);

typedef hw_status (*hw_call_visitor)(void *ctx, const hw_image_function *f, const hw_call *call,
                                     hw_error *err);
/* All calls of a function, by address. A function that is larger than any compiler makes, or whose
 * code is not understood, has those that were found up to there: *whole is false then. Any other
 * status than HW_OK of the visitor ends it and is returned. */
hw_status hw_calls_of(hw_calls *calls, uint32_t function, hw_call_visitor visit, void *ctx,
                      bool *whole, hw_error *err);

const char *hw_hole_name(hw_hole h);
const char *hw_hole_text(hw_hole h);

#endif
