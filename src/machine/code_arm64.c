/* What arm64 code does to registers. Go's assembler makes MOVD $sym(SB), R0 into ADRP and ADD. The
 * one file that knows capstone's names of this machine, which its version 6 changes. */
#include <string.h>

#include "machine/code_arm64.h"

enum { SP = 31 };

uint8_t hw_arm64_register(unsigned reg)
{
    if (reg >= ARM64_REG_X0 && reg <= ARM64_REG_X28)
        return (uint8_t)(reg - ARM64_REG_X0);
    if (reg >= ARM64_REG_W0 && reg <= ARM64_REG_W30)
        return (uint8_t)(reg - ARM64_REG_W0);
    switch (reg) {
    case ARM64_REG_X29:
        return 29;
    case ARM64_REG_X30:
        return 30;
    case ARM64_REG_SP:
    case ARM64_REG_WSP:
        return SP;
    default:
        return HW_REGISTER_NONE;
    }
}

static bool is_wide(unsigned reg)
{
    return (reg >= ARM64_REG_X0 && reg <= ARM64_REG_X28) || reg == ARM64_REG_X29 ||
           reg == ARM64_REG_X30 || reg == ARM64_REG_SP;
}

static void set(hw_op *op, hw_op_kind kind, unsigned from, uint64_t value)
{
    op->kind = (uint8_t)kind;
    op->from = from ? hw_arm64_register(from) : HW_REGISTER_NONE;
    op->value = value;
}

static uint64_t immediate(const cs_arm64_op *o)
{
    uint64_t v = (uint64_t)o->imm;
    return o->shift.type == ARM64_SFT_LSL && o->shift.value < 64 ? v << o->shift.value : v;
}

static void read_move(const cs_arm64_op *o, hw_op *op)
{
    if (o[1].type == ARM64_OP_IMM)
        set(op, HW_OP_CONSTANT, 0,
            is_wide(o[0].reg) ? immediate(&o[1]) : (uint32_t)immediate(&o[1]));
    else if (o[1].type != ARM64_OP_REG)
        return;
    else if (o[1].reg == ARM64_REG_XZR || o[1].reg == ARM64_REG_WZR)
        set(op, HW_OP_CONSTANT, 0, 0);
    else if (o[1].reg == ARM64_REG_SP)
        set(op, HW_OP_STACK, 0, 0);
    else if (is_wide(o[0].reg) && is_wide(o[1].reg))
        set(op, HW_OP_COPY, o[1].reg, 0);
}

static void read_add(const cs_arm64_op *o, hw_op *op)
{
    if (!is_wide(o[0].reg) || o[1].type != ARM64_OP_REG || !is_wide(o[1].reg) ||
        o[2].type != ARM64_OP_IMM)
        return;
    if (o[1].reg == ARM64_REG_SP)
        set(op, HW_OP_STACK, 0, 0);
    else
        set(op, HW_OP_ADD, o[1].reg, immediate(&o[2]));
}

/* LDR X, [base, #displacement]. With an index it is OTHER, but remembers the base: it may be of a
 * jump table. */
static void read_load(const cs_arm64 *a, hw_op *op)
{
    const cs_arm64_op *o = a->operands;
    if (a->writeback || a->op_count != 2 || o[1].type != ARM64_OP_MEM || !is_wide(o[0].reg) ||
        !is_wide(o[1].mem.base))
        return;
    if (o[1].mem.index == ARM64_REG_INVALID)
        set(op, HW_OP_LOAD, o[1].mem.base, (uint64_t)(int64_t)o[1].mem.disp);
    else if (o[1].shift.type == ARM64_SFT_LSL && o[1].shift.value == 3)
        op->from = hw_arm64_register(o[1].mem.base);
}

static void read_branch(const cs_insn *insn, const cs_arm64 *a, hw_op *op)
{
    const cs_arm64_op *to = a->op_count ? &a->operands[a->op_count - 1] : NULL;
    bool always = insn->id == ARM64_INS_B && a->cc == ARM64_CC_INVALID;
    if (to && to->type == ARM64_OP_IMM)
        set(op, always ? HW_OP_JUMP : HW_OP_BRANCH, 0, (uint64_t)to->imm);
    else
        op->kind = HW_OP_STRAY;
}

/* BR: of a switch, behind LDR (Rbase)(Rindex<<3), R27. */
static void read_register_branch(const cs_arm64 *a, const hw_op *last, hw_op *op)
{
    uint8_t r = a->op_count ? hw_arm64_register(a->operands[0].reg) : HW_REGISTER_NONE;
    op->kind = HW_OP_STRAY;
    if (last && last->kind == HW_OP_OTHER && last->from != HW_REGISTER_NONE &&
        last->at + last->size == op->at && r != HW_REGISTER_NONE &&
        last->writes == UINT32_C(1) << r && last->from != r) {
        op->kind = HW_OP_TABLE;
        op->from = last->from;
    }
}

static bool begins(const cs_insn *insn, const char *with)
{
    return strncmp(insn->mnemonic, with, strlen(with)) == 0;
}

/* capstone 4 forgets what some of them write: the first operand of what does not store or compare,
 * the second of pairs, swaps and exclusive loads, the base of an address that is counted up. */
static void add_writes(const cs_insn *insn, const cs_arm64 *a, hw_op *op)
{
    bool compare =
        begins(insn, "cmp") || begins(insn, "cmn") || begins(insn, "tst") || begins(insn, "ccm");
    bool reads = compare || (begins(insn, "st") && !begins(insn, "stx") && !begins(insn, "stlx"));
    bool two = begins(insn, "ld") || begins(insn, "sw") || begins(insn, "cas");
    if (reads) /* and it takes what others read for written */
        op->writes = 0;
    for (uint8_t i = 0; i < a->op_count; i++) {
        const cs_arm64_op *o = &a->operands[i];
        uint8_t r = HW_REGISTER_NONE;
        if (o->type == ARM64_OP_MEM && a->writeback)
            r = hw_arm64_register(o->mem.base);
        else if (o->type == ARM64_OP_REG && !reads && (i == 0 || (i == 1 && two)))
            r = hw_arm64_register(o->reg);
        if (r != HW_REGISTER_NONE)
            op->writes |= UINT32_C(1) << r;
    }
}

static void read_value(const cs_insn *insn, const cs_arm64 *a, hw_op *op)
{
    const cs_arm64_op *o = a->operands;
    add_writes(insn, a, op);
    if (a->op_count == 0 || o[0].type != ARM64_OP_REG)
        return;
    if (insn->id == ARM64_INS_LDR)
        read_load(a, op);
    else if (a->op_count == 2 && (insn->id == ARM64_INS_ADRP || insn->id == ARM64_INS_ADR))
        set(op, HW_OP_CONSTANT, 0, (uint64_t)o[1].imm);
    else if (a->op_count == 2 && (insn->id == ARM64_INS_MOV || insn->id == ARM64_INS_MOVZ))
        read_move(o, op);
    else if (a->op_count == 3 && insn->id == ARM64_INS_ADD)
        read_add(o, op);
    if (op->kind != HW_OP_OTHER)
        op->to = hw_arm64_register(o[0].reg);
    if (op->to == HW_REGISTER_NONE) /* such as MOV of vector registers */
        op->kind = HW_OP_OTHER;
}

void hw_arm64_read(const cs_insn *insn, const hw_op *last, hw_op *op)
{
    const cs_arm64 *a = &insn->detail->arm64;
    switch (insn->id) {
    case ARM64_INS_BL:
        set(op, HW_OP_CALL, 0, a->op_count ? (uint64_t)a->operands[0].imm : 0);
        break;
    case ARM64_INS_BLR:
        op->kind = HW_OP_CALL_INDIRECT;
        break;
    case ARM64_INS_BR:
        read_register_branch(a, last, op);
        break;
    case ARM64_INS_B:
    case ARM64_INS_CBZ:
    case ARM64_INS_CBNZ:
    case ARM64_INS_TBZ:
    case ARM64_INS_TBNZ:
        read_branch(insn, a, op);
        break;
    case ARM64_INS_RET:
    case ARM64_INS_ERET:
    case ARM64_INS_BRK:
    case ARM64_INS_HLT:
        op->kind = HW_OP_END;
        break;
    default:
        read_value(insn, a, op);
    }
}
