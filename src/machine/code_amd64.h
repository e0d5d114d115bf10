/* machine/code_amd64 - what amd64 code does to registers. */
#ifndef HW_MACHINE_CODE_AMD64_H
#define HW_MACHINE_CODE_AMD64_H

#include "base/libcapstone.h"
#include "machine/op.h"

/* Our number of a register; HW_REGISTER_NONE: not one that is followed. A part of a register is
 * the register. */
uint8_t hw_amd64_register(unsigned reg);

/* Fills kind, to, from, value. */
void hw_amd64_read(const cs_insn *insn, hw_op *op);

#endif
