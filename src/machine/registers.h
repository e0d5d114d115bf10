/* machine/registers - what a register holds at an instruction, whatever path leads there.
 *
 * A question is followed backwards, from the instruction to what set the register, on every path.
 * The answer is not known where paths disagree, where a loop changes the register, or where a jump
 * has an unknown target. */
#ifndef HW_MACHINE_REGISTERS_H
#define HW_MACHINE_REGISTERS_H

#include "machine/code.h"

typedef enum hw_held_kind {
    HW_HELD_UNKNOWN,  /* paths disagree, or it is computed */
    HW_HELD_CONSTANT, /* an address or a number */
    HW_HELD_STACK,    /* an address on the function's stack */
    HW_HELD_RUN_TIME, /* loaded, an argument of the function, the result of a call */
} hw_held_kind;

typedef struct hw_held {
    hw_held_kind kind;
    uint64_t value; /* of CONSTANT */
} hw_held;

typedef struct hw_register_edge {
    uint32_t to, from; /* ops: control may go from `from` to the place before `to` */
} hw_register_edge;

typedef struct hw_register_question {
    uint32_t op; /* just before it */
    uint8_t reg;
} hw_register_question;

/* Zeroed before the first use; its memory is used again, and freed by hw_registers_free. */
typedef struct hw_registers {
    hw_image *image;        /* borrowed */
    hw_code *code;          /* borrowed; `entered`, `ends` and calls' `writes` are filled in */
    bool stray;             /* there is a jump with an unknown target: then nothing is known */
    uint32_t first, behind; /* ops whose entries are known: all, unless the code is only a part of a
                             * function, whose maker narrows them. Of ops beyond nothing is known */
    uint64_t steps;         /* that are left */
    HW_VEC(hw_register_edge) edges;    /* by `to` */
    HW_VEC(uint32_t) seen;             /* by op: registers that were asked for there */
    HW_VEC(uint32_t) touched;          /* ops in `seen` */
    HW_VEC(hw_register_question) asks; /* still to be answered */
} hw_registers;

hw_status hw_registers_make(hw_registers *f, hw_image *image, hw_code *code, hw_error *err);
void hw_registers_free(hw_registers *f);

/* What the register holds just before the op. */
hw_status hw_registers_ask(hw_registers *f, uint32_t op, uint8_t reg, hw_held *ret, hw_error *err);

#endif
