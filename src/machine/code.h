/* machine/code - a function's machine code as what matters for knowing values: what sets a
 * register to something known, what goes where, what is called. */
#ifndef HW_MACHINE_CODE_H
#define HW_MACHINE_CODE_H

#include "executable/image.h"
#include "machine/op.h"

typedef struct hw_code {
    uint64_t entry, size;
    HW_VEC(hw_op) ops; /* in the order of addresses */
    bool whole;        /* all of it was understood; else up to the last op */
    size_t understood; /* bytes */
} hw_code;

typedef struct hw_disassembler hw_disassembler;

/* `name`: of the file, for errors; it outlives the disassembler. */
hw_status hw_disassembler_open(hw_machine machine, hw_str name, hw_disassembler **ret,
                               hw_error *err);
void hw_disassembler_close(hw_disassembler *d);

/* Fills `ret`, whose memory is used again; freed by the caller with hw_vec_free(&ret->ops). */
hw_status hw_disassemble(hw_disassembler *d, const unsigned char *bytes, size_t n, uint64_t entry,
                         hw_code *ret, hw_error *err);

#endif
