#include "machine/code.h"

#include "base/error.h"
#include "base/mem.h"
#include "machine/code_amd64.h"
#include "machine/code_arm64.h"

struct hw_disassembler {
    const hw_capstone_functions *capstone;
    hw_str name;
    hw_machine machine;
    csh handle;
    cs_insn *insn;
};

hw_status hw_disassembler_open(hw_machine machine, hw_str name, hw_disassembler **ret,
                               hw_error *err)
{
    static const hw_capstone_target amd64 = {CS_ARCH_X86, CS_MODE_64, {0x90}, 1};
    static const hw_capstone_target arm64 = {
        CS_ARCH_ARM64, CS_MODE_LITTLE_ENDIAN, {0x1f, 0x20, 0x03, 0xd5}, 4};
    HW_TRY(hw_capstone_load(name, err));
    hw_disassembler *d = hw_mem_zero(1, sizeof *d);
    if (!d)
        return hw_nomem(err);
    d->capstone = hw_capstone();
    d->name = name;
    d->machine = machine;
    cs_err status = hw_capstone_open(machine == HW_AMD64 ? &amd64 : &arm64, &d->handle, &d->insn);
    if (status == CS_ERR_OK) {
        *ret = d;
        return HW_OK;
    }
    hw_mem_free(d);
    if (status == CS_ERR_MEM)
        return hw_nomem(err);
    return hw_fail(err, HW_IO, name, "cannot be disassembled: this libcapstone lacks its machine");
}

void hw_disassembler_close(hw_disassembler *d)
{
    if (!d)
        return;
    d->capstone->free(d->insn, 1);
    d->capstone->close(&d->handle);
    hw_mem_free(d);
}

/* Registers that an instruction writes, by what capstone knows of it. */
static uint32_t writes(const hw_disassembler *d)
{
    cs_regs read, written;
    uint8_t reads = 0, writes = 0;
    uint32_t mask = 0;
    if (d->capstone->regs_access(d->handle, d->insn, read, &reads, written, &writes) != CS_ERR_OK)
        return UINT32_MAX;
    for (uint8_t i = 0; i < writes; i++) {
        uint8_t r =
            d->machine == HW_AMD64 ? hw_amd64_register(written[i]) : hw_arm64_register(written[i]);
        if (r != HW_REGISTER_NONE)
            mask |= UINT32_C(1) << r;
    }
    return mask;
}

static bool matters(const hw_op *op)
{
    return op->kind != HW_OP_OTHER || op->writes;
}

static hw_status take(hw_disassembler *d, hw_code *code, hw_error *err)
{
    hw_op op = {.writes = writes(d),
                .at = (uint32_t)(d->insn->address - code->entry),
                .size = (uint8_t)d->insn->size,
                .to = HW_REGISTER_NONE,
                .from = HW_REGISTER_NONE};
    if (d->machine == HW_AMD64)
        hw_amd64_read(d->insn, &op);
    else
        hw_arm64_read(d->insn, code->ops.len ? &code->ops.at[code->ops.len - 1] : NULL, &op);
    if (op.kind == HW_OP_CALL || op.kind == HW_OP_CALL_INDIRECT)
        op.writes = UINT32_MAX;
    else if (op.to != HW_REGISTER_NONE)
        op.writes |= UINT32_C(1) << op.to;
    if (!matters(&op) || hw_vec_push(&code->ops, op))
        return HW_OK;
    return hw_nomem(err);
}

/* An arm64 instruction that capstone 4 does not know, such as newer atomics and vectors. Branches
 * have 101 in their bits 26 to 28; UDF, which fills the space between functions, has 16 zeros. */
static hw_op unknown_word(const unsigned char *p, uint64_t at)
{
    enum { WORD = 4, BRANCHES = 5 };
    hw_op op = {.writes = UINT32_MAX,
                .at = (uint32_t)at,
                .size = WORD,
                .kind = HW_OP_OTHER,
                .to = HW_REGISTER_NONE,
                .from = HW_REGISTER_NONE};
    if (p[2] == 0 && p[3] == 0)
        op.kind = HW_OP_END;
    else if ((p[3] >> 2 & 7) == BRANCHES)
        op.kind = HW_OP_STRAY;
    return op;
}

hw_status hw_disassemble(hw_disassembler *d, const unsigned char *bytes, size_t n, uint64_t entry,
                         hw_code *ret, hw_error *err)
{
    enum { WORD = 4 };
    const uint8_t *p = bytes;
    size_t left = n;
    uint64_t address = entry;
    ret->entry = entry;
    ret->size = n;
    ret->ops.len = 0;
    ret->whole = true;
    while (left && ret->whole) {
        if (d->capstone->disasm_iter(d->handle, &p, &left, &address, d->insn)) {
            HW_TRY(take(d, ret, err));
        } else if (d->machine == HW_AMD64 || left < WORD) {
            ret->whole = false; /* it is not known where the next one begins */
        } else {
            if (!hw_vec_push(&ret->ops, unknown_word(p, address - entry)))
                return hw_nomem(err);
            p += WORD;
            left -= WORD;
            address += WORD;
        }
    }
    ret->understood = n - left;
    return HW_OK;
}
