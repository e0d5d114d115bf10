/* What amd64 code does to registers. Go's compiler sets a type argument by LEAQ sym(SB), AX and
 * nothing else; the rest is here so that nothing is believed that other code changes. */
#include "machine/code_amd64.h"

enum { RSP = 11 };

uint8_t hw_amd64_register(unsigned reg)
{
    static const struct {
        uint16_t names[5];
    } all[] = {
        {{X86_REG_RAX, X86_REG_EAX, X86_REG_AX, X86_REG_AL, X86_REG_AH}},
        {{X86_REG_RBX, X86_REG_EBX, X86_REG_BX, X86_REG_BL, X86_REG_BH}},
        {{X86_REG_RCX, X86_REG_ECX, X86_REG_CX, X86_REG_CL, X86_REG_CH}},
        {{X86_REG_RDI, X86_REG_EDI, X86_REG_DI, X86_REG_DIL}},
        {{X86_REG_RSI, X86_REG_ESI, X86_REG_SI, X86_REG_SIL}},
        {{X86_REG_R8, X86_REG_R8D, X86_REG_R8W, X86_REG_R8B}},
        {{X86_REG_R9, X86_REG_R9D, X86_REG_R9W, X86_REG_R9B}},
        {{X86_REG_R10, X86_REG_R10D, X86_REG_R10W, X86_REG_R10B}},
        {{X86_REG_R11, X86_REG_R11D, X86_REG_R11W, X86_REG_R11B}},
        {{X86_REG_RDX, X86_REG_EDX, X86_REG_DX, X86_REG_DL, X86_REG_DH}},
        {{X86_REG_RBP, X86_REG_EBP, X86_REG_BP, X86_REG_BPL}},
        {{X86_REG_RSP, X86_REG_ESP, X86_REG_SP, X86_REG_SPL}},
        {{X86_REG_R12, X86_REG_R12D, X86_REG_R12W, X86_REG_R12B}},
        {{X86_REG_R13, X86_REG_R13D, X86_REG_R13W, X86_REG_R13B}},
        {{X86_REG_R14, X86_REG_R14D, X86_REG_R14W, X86_REG_R14B}},
        {{X86_REG_R15, X86_REG_R15D, X86_REG_R15W, X86_REG_R15B}},
    };
    for (uint8_t i = 0; reg && i < sizeof all / sizeof *all; i++)
        for (size_t k = 0; k < 5; k++)
            if (all[i].names[k] == reg)
                return i;
    return HW_REGISTER_NONE;
}

static void set(hw_op *op, hw_op_kind kind, unsigned from, uint64_t value)
{
    op->kind = (uint8_t)kind;
    op->from = hw_amd64_register(from);
    op->value = value;
}

/* The memory operand is [base + displacement]. */
static bool plain(const cs_x86_op *o)
{
    return o->mem.segment == X86_REG_INVALID && o->mem.index == X86_REG_INVALID;
}

static void read_lea(const cs_insn *insn, const cs_x86_op *o, hw_op *op)
{
    uint64_t displacement = (uint64_t)o[1].mem.disp;
    if (o[0].size != 8 || !plain(&o[1]))
        return;
    if (o[1].mem.base == X86_REG_RIP)
        set(op, HW_OP_CONSTANT, 0, insn->address + insn->size + displacement);
    else if (hw_amd64_register(o[1].mem.base) == RSP)
        set(op, HW_OP_STACK, 0, 0);
    else if (o[1].mem.base != X86_REG_INVALID)
        set(op, HW_OP_ADD, o[1].mem.base, displacement);
}

static void read_mov(const cs_insn *insn, const cs_x86_op *o, hw_op *op)
{
    if (o[1].type == X86_OP_IMM && o[0].size >= 4)
        set(op, HW_OP_CONSTANT, 0, o[0].size == 4 ? (uint32_t)o[1].imm : (uint64_t)o[1].imm);
    else if (o[1].type == X86_OP_REG && o[0].size == 8 && o[1].size == 8)
        set(op, HW_OP_COPY, o[1].reg, 0);
    else if (o[1].type != X86_OP_MEM || o[0].size != 8 || !plain(&o[1]))
        return;
    else if (o[1].mem.base == X86_REG_RIP)
        set(op, HW_OP_LOAD, 0, insn->address + insn->size + (uint64_t)o[1].mem.disp);
    else if (o[1].mem.base != X86_REG_INVALID)
        set(op, HW_OP_LOAD, o[1].mem.base, (uint64_t)o[1].mem.disp);
}

static void read_jump(const cs_insn *insn, const cs_x86_op *o, hw_op *op)
{
    bool table = o->type == X86_OP_MEM && o->mem.index != X86_REG_INVALID &&
                 o->mem.base != X86_REG_INVALID && o->mem.base != X86_REG_RIP &&
                 o->mem.scale == 8 && o->mem.segment == X86_REG_INVALID;
    if (o->type == X86_OP_IMM)
        set(op, insn->id == X86_INS_JMP ? HW_OP_JUMP : HW_OP_BRANCH, 0, (uint64_t)o->imm);
    else if (table)
        set(op, HW_OP_TABLE, o->mem.base, (uint64_t)o->mem.disp);
    else
        op->kind = HW_OP_STRAY;
}

static bool in_group(const cs_insn *insn, unsigned group)
{
    for (uint8_t i = 0; i < insn->detail->groups_count; i++)
        if (insn->detail->groups[i] == group)
            return true;
    return false;
}

/* Those that set one register. */
static void read_value(const cs_insn *insn, const cs_x86 *x, hw_op *op)
{
    const cs_x86_op *o = x->operands;
    if (x->op_count != 2 || o[0].type != X86_OP_REG || o[0].size < 4)
        return;
    if (insn->id == X86_INS_LEA)
        read_lea(insn, o, op);
    else if (insn->id == X86_INS_MOV || insn->id == X86_INS_MOVABS)
        read_mov(insn, o, op);
    else if (insn->id == X86_INS_XOR && o[1].type == X86_OP_REG && o[0].reg == o[1].reg)
        set(op, HW_OP_CONSTANT, 0, 0);
    if (op->kind != HW_OP_OTHER)
        op->to = hw_amd64_register(o[0].reg);
    if (op->to == HW_REGISTER_NONE) /* such as MOVQ of vector registers */
        op->kind = HW_OP_OTHER;
}

void hw_amd64_read(const cs_insn *insn, hw_op *op)
{
    const cs_x86 *x = &insn->detail->x86;
    if (insn->id == X86_INS_CALL && x->op_count == 1 && x->operands[0].type == X86_OP_IMM)
        set(op, HW_OP_CALL, 0, (uint64_t)x->operands[0].imm);
    else if (in_group(insn, CS_GRP_CALL))
        op->kind = HW_OP_CALL_INDIRECT;
    else if (in_group(insn, CS_GRP_JUMP) && x->op_count == 1)
        read_jump(insn, &x->operands[0], op);
    else if (in_group(insn, CS_GRP_RET) || in_group(insn, CS_GRP_IRET) ||
             insn->id == X86_INS_INT3 || insn->id == X86_INS_UD2 || insn->id == X86_INS_HLT)
        op->kind = HW_OP_END;
    else
        read_value(insn, x, op);
}
