/* machine/call - what a place in a program's machine code calls, and with which type.
 *
 * A leaf of a heap profile is the return address of a call, less one. The call says what no
 * profile does: which function of the runtime allocated, and the type that was allocated, which
 * the compiler passes by its descriptor's address. docs/binary.md has the rules and what was
 * measured.
 */
#ifndef HW_MACHINE_CALL_H
#define HW_MACHINE_CALL_H

#include "executable/image.h"
#include "go/callee.h"

typedef struct hw_call {
    uint64_t address; /* of the instruction; 0: there is no call */
    uint64_t pc;      /* what a profile says of it: the last byte's address */
    uint64_t target;  /* 0: not known */
    hw_str callee;    /* as linked; empty: no function of Go, or not known */
    hw_family family; /* OTHER: the callee is no function of the runtime, or not known */
    hw_untyped untyped;
    hw_type type; /* that is passed: of makechan the channel's, of maps the map's, of slices the
                     element's; address 0: see `untyped` */
    hw_stack_buffer stack_buffer;
    hw_str compiled_by; /* of closures: the package that compiled the code; empty: not known */
} hw_call;

typedef struct hw_calls hw_calls;

/* `image` outlives it. `go`: the minor version of Go that the program was built with (26), 0 where
 * it is not known: then some buffers are not. HW_IO: libcapstone cannot be loaded. */
hw_status hw_calls_open(hw_image *image, unsigned go, hw_calls **ret, hw_error *err);
void hw_calls_close(hw_calls *calls);

/* The call that ends at pc + 1: that of a profile's location with this address. `untyped` NO_CALL:
 * nothing is called there. Views live as long as the image. */
hw_status hw_call_at(hw_calls *calls, uint64_t pc, hw_call *ret, hw_error *err);

typedef hw_status (*hw_call_visitor)(void *ctx, const hw_image_function *f, const hw_call *call,
                                     hw_error *err);
/* All calls of a function, by address. A function that is larger than any compiler makes, or whose
 * code is not understood, has those that were found up to there: *whole is false then. Any other
 * status than HW_OK of the visitor ends it and is returned. */
hw_status hw_calls_of(hw_calls *calls, uint32_t function, hw_call_visitor visit, void *ctx,
                      bool *whole, hw_error *err);

#endif
