/* machine/code_arm64 - what arm64 code does to registers. */
#ifndef HW_MACHINE_CODE_ARM64_H
#define HW_MACHINE_CODE_ARM64_H

#include "base/libcapstone.h"
#include "machine/op.h"

/* Our number of a register; HW_REGISTER_NONE: not one that is followed. A part of a register is
 * the register. */
uint8_t hw_arm64_register(unsigned reg);

/* Fills kind, to, from, value. `last`: the instruction before, if it matters; NULL: none. */
void hw_arm64_read(const cs_insn *insn, const hw_op *last, hw_op *op);

#endif
