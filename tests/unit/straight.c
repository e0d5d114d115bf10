/* From where code is run through up to a place: every form of a branch, in code of both machines.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "machine/straight.h"

enum { SIZE = 64, TO = 48 };

typedef struct row {
    hw_machine machine;
    const char *what, *bytes;
    size_t at, n;    /* where they stand; all else does nothing */
    uint32_t from;   /* wanted */
    size_t indirect; /* SIZE: nothing is */
} row;

static const row rows[] = {
    {HW_AMD64, "nothing", "", 0, 0, 0, SIZE},
    {HW_AMD64, "JMP 32 forward", "\xe9\x10\x00\x00\x00", 0, 5, 21, SIZE},
    {HW_AMD64, "JMP 32 back from behind", "\xe9\xd0\xff\xff\xff", 50, 5, 7, SIZE},
    {HW_AMD64, "JNE 32", "\x0f\x85\x04\x00\x00\x00", 10, 6, 20, SIZE},
    {HW_AMD64, "JMP 32 to the call itself", "\xe9\x2b\x00\x00\x00", 0, 5, 48, SIZE},
    {HW_AMD64, "JMP 32 behind it", "\xe9\x2c\x00\x00\x00", 0, 5, 0, SIZE},
    {HW_AMD64, "JMP 32 out of the function", "\xe9\x00\x00\x00\x40", 0, 5, 0, SIZE},
    {HW_AMD64, "JMP 8 is the decoder's", "\xeb\x10", 0, 2, 0, SIZE},
    {HW_AMD64, "JMP 32 cut", "\xe9\x01\x00", 61, 3, 0, SIZE},
    {HW_AMD64, "JMP RAX", "\xff\xe0", 30, 2, 0, 30},
    {HW_AMD64, "JMP [RIP]", "\xff\x25\x00\x00\x00\x00", 12, 6, 0, 12},
    {HW_AMD64, "JMP FAR [RAX]", "\xff\x28", 12, 2, 0, 12},
    {HW_AMD64, "CALL RAX", "\xff\xd0", 30, 2, 0, SIZE},
    {HW_AMD64, "no instruction", "\xff\xe8", 30, 2, 0, SIZE},
    {HW_ARM64, "B", "\x04\x00\x00\x14", 4, 4, 20, SIZE},
    {HW_ARM64, "B back", "\xfe\xff\xff\x17", 52, 4, 44, SIZE},
    {HW_ARM64, "B.NE", "\x41\x00\x00\x54", 8, 4, 16, SIZE},
    {HW_ARM64, "CBZ", "\x60\x00\x00\xb4", 8, 4, 20, SIZE},
    {HW_ARM64, "TBNZ back", "\xc0\xff\xff\x37", 40, 4, 32, SIZE},
    {HW_ARM64, "BL", "\x04\x00\x00\x94", 4, 4, 0, SIZE},
    {HW_ARM64, "BR R27", "\x60\x03\x1f\xd6", 4, 4, 0, 4},
    {HW_ARM64, "RET", "\xc0\x03\x5f\xd6", 4, 4, 0, SIZE},
};

static void forms(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        unsigned char code[SIZE] = {0};
        uint32_t from = 0;
        size_t at = 0;
        for (size_t k = 0; k < rows[i].n; k++)
            code[rows[i].at + k] = (unsigned char)rows[i].bytes[k];
        bool straight = hw_straight(rows[i].machine, code, SIZE, TO, &at, &from);
        if (straight != (rows[i].indirect == SIZE) || from != rows[i].from ||
            (!straight && at != rows[i].indirect))
            fail_msg("%s: %d, from %u, at %zu", rows[i].what, straight, from, at);
    }
}

/* Who knows better asks again behind it. */
static void again(void **state)
{
    (void)state;
    static const unsigned char code[] = {0x90, 0xff, 0xe0, 0xe9, 0x02, 0,
                                         0,    0,    0x90, 0x90, 0x90, 0x90};
    uint32_t from = 0;
    size_t at = 0;
    assert_false(hw_straight(HW_AMD64, code, sizeof code, 11, &at, &from));
    assert_int_equal(at, 1);
    at++;
    assert_true(hw_straight(HW_AMD64, code, sizeof code, 11, &at, &from));
    assert_int_equal(from, 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(forms), cmocka_unit_test(again)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
