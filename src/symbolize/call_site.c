#include "symbolize/call_site.h"

#include "base/error.h"
#include "executable/little_endian.h"

enum {
    LONGEST = 7 /* bytes of a call: FF with a prefix, a SIB byte and a displacement of 32 bits */
};

/* Whether the bytes p[0] … p[n-1] end with a CALL: E8 rel32, or [REX] FF /2 with its operand. */
static bool amd64_call(const unsigned char *p, size_t n)
{
    if (n >= 5 && p[n - 5] == 0xe8)
        return true;
    for (size_t length = 2; length <= LONGEST && length <= n; length++) {
        const unsigned char *q = p + n - length;
        if (q[0] != 0xff || (q[1] >> 3 & 7) != 2)
            continue;
        unsigned mod = q[1] >> 6, rm = q[1] & 7;
        size_t sib = mod != 3 && rm == 4 ? 1 : 0;
        size_t displacement = mod == 1 ? 1 : mod == 2 || (mod == 0 && rm == 5) ? 4 : 0;
        if (mod == 0 && sib && (q[2] & 7) == 5)
            displacement = 4;
        if (2 + sib + displacement == length)
            return true;
    }
    return false;
}

static bool arm64_call(const unsigned char *p)
{
    uint32_t word = hw_le32(p);
    return word >> 26 == 0x25 || (word & 0xfffffc1f) == 0xd63f0000; /* BL, BLR */
}

hw_status hw_call_site_at(hw_image *image, uint64_t address, bool *ret, hw_error *err)
{
    const unsigned char *p;
    hw_image_function f;
    *ret = false;
    HW_TRY(hw_image_function_of(image, address, &f, err));
    if (f.end == 0)
        return HW_OK;
    uint64_t before = address + 1 - f.entry;
    if (hw_image_machine(image) == HW_AMD64) {
        size_t n = before < LONGEST ? (size_t)before : LONGEST;
        HW_TRY(hw_image_bytes(image, address + 1 - n, n, &p, err));
        *ret = amd64_call(p, n) || p[n - 1] == 0x90; /* NOP */
    } else if (before >= 4 && before % 4 == 0) {
        HW_TRY(hw_image_bytes(image, address - 3, 4, &p, err));
        *ret = arm64_call(p);
    } else if (before % 4 == 1 && f.end - address >= 4) {
        HW_TRY(hw_image_bytes(image, address, 4, &p, err));
        *ret = hw_le32(p) == 0xd503201f; /* NOP */
    }
    return HW_OK;
}
