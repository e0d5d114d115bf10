/* machine/op - an instruction as what matters for knowing values. */
#ifndef HW_MACHINE_OP_H
#define HW_MACHINE_OP_H

#include <stdbool.h>
#include <stdint.h>

/* Registers: those of the calling convention come first, in the order of arguments (cmd/compile's
 * abi-internal: AX BX CX DI SI R8 R9 R10 R11; R0 to R15). */
enum { HW_REGISTERS = 32, HW_REGISTER_NONE = 255 };

typedef enum hw_op_kind {
    HW_OP_OTHER,    /* writes registers, with what is not known */
    HW_OP_CONSTANT, /* to = value: an address or a number */
    HW_OP_STACK,    /* to = an address on the stack */
    HW_OP_COPY,     /* to = from */
    HW_OP_ADD,      /* to = from + value */
    HW_OP_LOAD,     /* to = [from + value]; without `from`: [value] */
    HW_OP_CALL,     /* calls value */
    HW_OP_CALL_INDIRECT,
    HW_OP_BRANCH, /* goes to value, or on */
    HW_OP_JUMP,   /* goes to value */
    HW_OP_TABLE,  /* goes to one of the addresses in the table at from + value */
    HW_OP_STRAY,  /* goes to an unknown place */
    HW_OP_END,    /* returns, or stops */
} hw_op_kind;

/* An instruction. Those that do none of this are left out. */
typedef struct hw_op {
    uint64_t value;
    uint32_t writes; /* bit (1u << register) */
    uint32_t at;     /* where it begins, counted from the function's entry */
    uint8_t size, kind, to, from;
    bool entered; /* filled by registers.c: some branch goes here */
    bool ends;    /* filled by registers.c: a call that does not come back */
} hw_op;

#endif
