/* machine/code_parts - what the files behind code.h share. */
#ifndef HW_MACHINE_CODE_PARTS_H
#define HW_MACHINE_CODE_PARTS_H

#include "base/libcapstone.h"
#include "machine/code.h"

/* Our number of a register; HW_REGISTER_NONE: not one that is followed. A part of a register is
 * the register. */
uint8_t hw_amd64_register(unsigned reg);
uint8_t hw_arm64_register(unsigned reg);

/* Fill kind, to, from, value. */
void hw_amd64_read(const cs_insn *insn, hw_op *op);
/* `last`: the instruction before, if it matters; NULL: none. */
void hw_arm64_read(const cs_insn *insn, const hw_op *last, hw_op *op);

#endif
