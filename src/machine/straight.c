#include "machine/straight.h"

#include "executable/little_endian.h"

static void note(int64_t target, uint32_t to, uint32_t *from)
{
    if (target > *from && target <= to)
        *from = (uint32_t)target;
}

/* FF /4, and /5 with an operand in memory. */
static bool is_indirect(unsigned char modrm)
{
    unsigned reg = modrm >> 3 & 7, mod = modrm >> 6;
    return reg == 4 || (reg == 5 && mod != 3);
}

/* Jcc and JMP with 32 bits, and indirect JMPs. Source: Intel SDM, volume 2, opcode maps. */
static bool amd64(const unsigned char *code, size_t n, uint32_t to, size_t *at, uint32_t *from)
{
    for (size_t *i = at; *i + 1 < n; ++*i) {
        unsigned char c = code[*i], next = code[*i + 1];
        bool branch = c == 0xe9 || (c == 0x0f && (next & 0xf0) == 0x80);
        size_t field = *i + (c == 0x0f ? 2 : 1);
        if (branch && n - field >= 4)
            note((int64_t)field + 4 + (int32_t)hw_le32(code + field), to, from);
        else if (c == 0xff && is_indirect(next))
            return false;
    }
    return true;
}

/* The displacement of a branch in units of four bytes, whose lowest bit is `low`. */
static int64_t displacement(uint32_t word, unsigned low, unsigned bits)
{
    uint32_t value = word >> low & ((UINT32_C(1) << bits) - 1);
    bool negative = value >> (bits - 1);
    return ((int64_t)value - (negative ? INT64_C(1) << bits : 0)) * 4;
}

/* B; B.cond, CBZ, CBNZ; TBZ, TBNZ. BR goes where a register says. Source: Arm ARM, C4.1. */
static bool arm64(const unsigned char *code, size_t n, uint32_t to, size_t *at, uint32_t *from)
{
    for (size_t *i = at; *i + 4 <= n; *i += 4) {
        uint32_t word = hw_le32(code + *i);
        if (word >> 26 == 5)
            note((int64_t)*i + displacement(word, 0, 26), to, from);
        else if (word >> 24 == 0x54 || (word & 0x7e000000) == 0x34000000)
            note((int64_t)*i + displacement(word, 5, 19), to, from);
        else if ((word & 0x7e000000) == 0x36000000)
            note((int64_t)*i + displacement(word, 5, 14), to, from);
        else if ((word & 0xfffffc1f) == 0xd61f0000)
            return false;
    }
    return true;
}

bool hw_straight(hw_machine machine, const unsigned char *code, size_t n, uint32_t to, size_t *at,
                 uint32_t *from)
{
    return machine == HW_AMD64 ? amd64(code, n, to, at, from) : arm64(code, n, to, at, from);
}
