/* machine/call_arguments - what one call instruction calls, and what it passes: the type and the
 * buffer, by what registers hold before it. */
#ifndef HW_MACHINE_CALL_ARGUMENTS_H
#define HW_MACHINE_CALL_ARGUMENTS_H

#include "executable/image.h"
#include "go/callee.h"
#include "machine/registers.h"

/* A call, without what can be looked up again. */
typedef struct hw_found_call {
    uint64_t target, type;
    uint32_t at, end; /* counted from the function's entry */
    uint8_t untyped, stack_buffer;
} hw_found_call;

/* What reads calls: the code of the function that is looked at, and how it is decoded. */
typedef struct hw_call_reader {
    hw_image *image;
    hw_machine machine; /* the image's */
    bool amd64;         /* it is that */
    unsigned go;        /* the minor version; 19 stands for 18, too; 0: not known */
    hw_disassembler *disassembler;
    hw_code code;
    hw_registers registers; /* of `code` */
} hw_call_reader;

/* A function that a linker put between call and callee, because the callee is too far away, has
 * the callee's name and "+OFFSET-trampN". Source: cmd/link/internal/arm64, trampoline. */
hw_str hw_without_trampoline(hw_str name);
/* The name of what is at a target; empty where no function is. */
hw_status hw_callee_name(hw_image *image, uint64_t target, hw_str *ret, hw_error *err);

/* The call that is op `i` of c->code, in a function of which c->registers were made. */
hw_status hw_arguments_look(hw_call_reader *c, const hw_image_function *f, size_t i,
                            hw_found_call *r, hw_error *err);

#endif
