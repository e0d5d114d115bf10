/* What a register holds before a call: every way that values take, in code of both machines. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "executable/image_source.h"
#include "executable/program.h"
#include "machine/registers.h"

enum { ENTRY = 0x401000, CALLEE = 0x402000 };

typedef struct snippet {
    hw_machine machine;
    const char *text; /* assembled at ENTRY; X is 0x408000, Y 0x409000, F CALLEE */
    const char *bytes;
    size_t n;
    hw_held_kind kind;
    uint64_t value; /* in the first register of arguments, before `call F` */
} snippet;

static const snippet snippets[] = {
    {HW_AMD64, "lea X(rip),rax; nop; call F",
     "\x48\x8d\x05\xf9\x6f\x00\x00\x90\xe8\xf3\x0f\x00\x00", 13, HW_HELD_CONSTANT, 0x408000},
    {HW_AMD64, "lea X(rip),rbx; mov rbx,rax; xor ebx,ebx; call F",
     "\x48\x8d\x1d\xf9\x6f\x00\x00\x48\x89\xd8\x31\xdb\xe8\xef\x0f\x00"
     "\x00",
     17, HW_HELD_CONSTANT, 0x408000},
    {HW_AMD64, "test rcx,rcx; je 1f; lea X(rip),rax; jmp 2f; 1: lea X(rip),rax; 2: call F",
     "\x48\x85\xc9\x74\x09\x48\x8d\x05\xf4\x6f\x00\x00\xeb\x07\x48\x8d"
     "\x05\xeb\x6f\x00\x00\xe8\xe6\x0f\x00\x00",
     26, HW_HELD_CONSTANT, 0x408000},
    {HW_AMD64, "test rcx,rcx; je 1f; lea X(rip),rax; jmp 2f; 1: lea Y(rip),rax; 2: call F",
     "\x48\x85\xc9\x74\x09\x48\x8d\x05\xf4\x6f\x00\x00\xeb\x07\x48\x8d"
     "\x05\xeb\x7f\x00\x00\xe8\xe6\x0f\x00\x00",
     26, HW_HELD_UNKNOWN, 0},
    {HW_AMD64, "lea X(rip),rax; 1: dec rcx; jne 1b; call F",
     "\x48\x8d\x05\xf9\x6f\x00\x00\x48\xff\xc9\x75\xfb\xe8\xef\x0f\x00"
     "\x00",
     17, HW_HELD_CONSTANT, 0x408000},
    {HW_AMD64, "lea X(rip),rbx; 1: mov rbx,rax; call F; jmp 1b",
     "\x48\x8d\x1d\xf9\x6f\x00\x00\x48\x89\xd8\xe8\xf1\x0f\x00\x00\xeb"
     "\xf6",
     17, HW_HELD_UNKNOWN, 0},
    {HW_AMD64, "test rcx,rcx; call F", "\x48\x85\xc9\xe8\xf8\x0f\x00\x00", 8, HW_HELD_RUN_TIME, 0},
    {HW_AMD64, "mov 0x18(rdx),rax; call F", "\x48\x8b\x42\x18\xe8\xf7\x0f\x00\x00", 9,
     HW_HELD_RUN_TIME, 0},
    {HW_AMD64, "lea 0x20(rsp),rax; call F", "\x48\x8d\x44\x24\x20\xe8\xf6\x0f\x00\x00", 10,
     HW_HELD_STACK, 0},
    {HW_AMD64, "xor eax,eax; call F", "\x31\xc0\xe8\xf9\x0f\x00\x00", 7, HW_HELD_CONSTANT, 0},
    {HW_AMD64, "mov $0x30,eax; call F", "\xb8\x30\x00\x00\x00\xe8\xf6\x0f\x00\x00", 10,
     HW_HELD_CONSTANT, 0x30},
    {HW_AMD64, "lea X(rip),rbp; call G; mov rbp,rax; call F",
     "\x48\x8d\x2d\xf9\x6f\x00\x00\xe8\xf4\x10\x00\x00\x48\x89\xe8\xe8"
     "\xec\x0f\x00\x00",
     20, HW_HELD_UNKNOWN, 0},
    {HW_AMD64, "call G; call F", "\xe8\xfb\x10\x00\x00\xe8\xf6\x0f\x00\x00", 10, HW_HELD_RUN_TIME,
     0},
    {HW_AMD64, "lea X(rip),rax; mov $1,al; call F",
     "\x48\x8d\x05\xf9\x6f\x00\x00\xb0\x01\xe8\xf2\x0f\x00\x00", 14, HW_HELD_UNKNOWN, 0},
    {HW_AMD64, "lea X(rip),rax; add rcx,rax; call F",
     "\x48\x8d\x05\xf9\x6f\x00\x00\x48\x01\xc8\xe8\xf1\x0f\x00\x00", 15, HW_HELD_UNKNOWN, 0},
    {HW_AMD64, "lea X(rip),rax; ret; call F",
     "\x48\x8d\x05\xf9\x6f\x00\x00\xc3\xe8\xf3\x0f\x00\x00", 13, HW_HELD_UNKNOWN, 0},
    {HW_AMD64, "lea X(rip),rax; call F; jmp *rcx",
     "\x48\x8d\x05\xf9\x6f\x00\x00\xe8\xf4\x0f\x00\x00\xff\xe1", 14, HW_HELD_UNKNOWN, 0},
    {HW_AMD64, "lea X(rip),rax; call F; jmp . - 3",
     "\x48\x8d\x05\xf9\x6f\x00\x00\xe8\xf4\x0f\x00\x00\xeb\xfb", 14, HW_HELD_UNKNOWN, 0},
    {HW_AMD64, "lea X(rip),rax; call F; .byte 0x06",
     "\x48\x8d\x05\xf9\x6f\x00\x00\xe8\xf4\x0f\x00\x00\x06", 13, HW_HELD_UNKNOWN, 0},
    {HW_ARM64, "adrp x0, X; add x0, x0, #0x40; bl F",
     "\x20\x00\x00\xf0\x00\x00\x01\x91\xfe\x03\x00\x94", 12, HW_HELD_CONSTANT, 0x408040},
    {HW_ARM64, "adrp x1, X; add x1, x1, #0x40; mov x0, x1; bl F",
     "\x21\x00\x00\xf0\x21\x00\x01\x91\xe0\x03\x01\xaa\xfd\x03\x00\x94", 16, HW_HELD_CONSTANT,
     0x408040},
    {HW_ARM64, "adrp x0, X; mov w0, w0; bl F", "\x20\x00\x00\xf0\xe0\x03\x00\x2a\xfe\x03\x00\x94",
     12, HW_HELD_UNKNOWN, 0},
    {HW_ARM64, "mov x0, #48; bl F", "\x00\x06\x80\xd2\xff\x03\x00\x94", 8, HW_HELD_CONSTANT, 0x30},
    {HW_ARM64, "mov x0, xzr; bl F", "\xe0\x03\x1f\xaa\xff\x03\x00\x94", 8, HW_HELD_CONSTANT, 0},
    {HW_ARM64, "add x0, sp, #16; bl F", "\xe0\x43\x00\x91\xff\x03\x00\x94", 8, HW_HELD_STACK, 0},
    {HW_ARM64, "ldr x0, [x26, #8]; bl F", "\x40\x07\x40\xf9\xff\x03\x00\x94", 8, HW_HELD_RUN_TIME,
     0},
    {HW_ARM64, "adrp x0, X; ldp x2, x0, [sp, #8]; bl F",
     "\x20\x00\x00\xf0\xe2\x83\x40\xa9\xfe\x03\x00\x94", 12, HW_HELD_UNKNOWN, 0},
    {HW_ARM64, "adrp x0, X; ldr x1, [x0], #8; bl F",
     "\x20\x00\x00\xf0\x01\x84\x40\xf8\xfe\x03\x00\x94", 12, HW_HELD_UNKNOWN, 0},
    {HW_ARM64, "adrp x0, X; stlxr w0, x1, [x2]; bl F",
     "\x20\x00\x00\xf0\x41\xfc\x00\xc8\xfe\x03\x00\x94", 12, HW_HELD_UNKNOWN, 0},
    {HW_ARM64, "adrp x0, X; swpal x1, x0, [x2]; bl F",
     "\x20\x00\x00\xf0\x40\x80\xe1\xf8\xfe\x03\x00\x94", 12, HW_HELD_UNKNOWN, 0},
    {HW_ARM64, "adrp x0, X; add x0, x0, #0x40; stp x0, x1, [sp, #8]; cmp x0, x1; bl F",
     "\x20\x00\x00\xf0\x00\x00\x01\x91\xe0\x87\x00\xa9\x1f\x00\x01\xeb"
     "\xfc\x03\x00\x94",
     20, HW_HELD_CONSTANT, 0x408040},
    {HW_ARM64, "adrp x0, X; add x0, x0, #0x40; bl F; .word 0",
     "\x20\x00\x00\xf0\x00\x00\x01\x91\xfe\x03\x00\x94\x00\x00\x00\x00", 16, HW_HELD_CONSTANT,
     0x408040},
    {HW_ARM64, "adrp x0, X; bl F; br x27", "\x20\x00\x00\xf0\xff\x03\x00\x94\x60\x03\x1f\xd6", 12,
     HW_HELD_UNKNOWN, 0},
    {HW_ARM64, "cbz x1, 1f; adrp x0, X; b 2f; 1: adrp x0, X + 0x1000; 2: bl F",
     "\x61\x00\x00\xb4\x20\x00\x00\xf0\x02\x00\x00\x14\x40\x00\x00\x90"
     "\xfc\x03\x00\x94",
     20, HW_HELD_UNKNOWN, 0},
};

static hw_image *open_image(const char *path)
{
    hw_image *image;
    hw_error err;
    if (hw_image_open(path, NULL, &image, &err) != HW_OK)
        fail_msg("%s: %s", path, err.message);
    return image;
}

/* A call of F: none of the programs whose segments are used has a function there. */
static uint32_t call_in(const hw_code *code)
{
    for (uint32_t i = 0; i < code->ops.len; i++)
        if (code->ops.at[i].kind == HW_OP_CALL && code->ops.at[i].value == CALLEE)
            return i;
    fail_msg("no call");
    return 0;
}

static void registers_hold_what_the_code_says(void **state)
{
    (void)state;
    hw_image *images[] = {
        [HW_AMD64] = open_image(HW_DATA "/../fuzz/corpus/image/go1.27"),
        [HW_ARM64] = open_image(HW_DATA "/../fuzz/corpus/image/go1.26-arm64-pie"),
    };
    hw_code code = {0};
    hw_registers registers = {0};
    hw_error err;
    for (size_t i = 0; i < sizeof snippets / sizeof *snippets; i++) {
        const snippet *s = &snippets[i];
        hw_disassembler *d;
        hw_held held;
        assert_int_equal(hw_disassembler_open(s->machine, HW_STR("code"), &d, &err), HW_OK);
        assert_int_equal(
            hw_disassemble(d, (const unsigned char *)s->bytes, s->n, ENTRY, &code, &err), HW_OK);
        assert_int_equal(hw_registers_make(&registers, images[s->machine], &code, &err), HW_OK);
        for (int twice = 0; twice < 2; twice++) {
            assert_int_equal(hw_registers_ask(&registers, call_in(&code), 0, &held, &err), HW_OK);
            if (held.kind != s->kind || (held.kind == HW_HELD_CONSTANT && held.value != s->value))
                fail_msg("%s: kind %d, value 0x%llx", s->text, (int)held.kind,
                         (unsigned long long)held.value);
        }
        hw_disassembler_close(d);
    }
    hw_registers_free(&registers);
    hw_vec_free(&code.ops);
    hw_image_close(images[HW_AMD64]);
    hw_image_close(images[HW_ARM64]);
}

/* --- jump tables ---------------------------------------------------------------------------- */

typedef struct tally {
    size_t functions, tables, edges;
} tally;

static void count_tables(const hw_registers *registers, tally *ret)
{
    const hw_code *code = registers->code;
    size_t tables = 0;
    for (size_t i = 0; i < code->ops.len; i++)
        tables += code->ops.at[i].kind == HW_OP_TABLE;
    for (size_t i = 0; i < registers->edges.len; i++)
        ret->edges += code->ops.at[registers->edges.at[i].from].kind == HW_OP_TABLE;
    ret->functions += tables > 0;
    ret->tables += tables;
    if (tables && registers->stray && code->whole)
        fail_msg("0x%llx goes astray", (unsigned long long)code->entry);
}

/* Since Go 1.19, and 1.20 for arm64. */
static void switches_are_followed(void **state)
{
    (void)state;
    static const char *const programs[] = {"1.19.13/moved",    "1.26.8/moved",
                                           "1.26.8/moved-pie", "1.27.1/moved",
                                           "other/arm64-1.26", "other/arm64-1.21-pie"};
    hw_code code = {0};
    hw_registers registers = {0};
    for (size_t i = 0; i < sizeof programs / sizeof *programs; i++) {
        char path[512];
        tally t = {0};
        hw_disassembler *d;
        hw_error err;
        snprintf(path, sizeof path, HW_BINARIES "/%s", programs[i]);
        hw_image *image = open_image(path);
        assert_int_equal(hw_disassembler_open(hw_image_machine(image), HW_STR("code"), &d, &err),
                         HW_OK);
        for (uint32_t k = 0; k < hw_image_functions(image); k++) {
            hw_image_function f;
            const unsigned char *bytes;
            assert_int_equal(hw_image_function_at(image, k, &f, &err), HW_OK);
            size_t n = (size_t)(f.end - f.entry);
            if (n == 0)
                continue;
            assert_int_equal(hw_image_bytes(image, f.entry, n, &bytes, &err), HW_OK);
            assert_int_equal(hw_disassemble(d, bytes, n, f.entry, &code, &err), HW_OK);
            assert_int_equal(hw_registers_make(&registers, image, &code, &err), HW_OK);
            count_tables(&registers, &t);
        }
        print_message("%s: %zu tables in %zu functions, %zu ways\n", programs[i], t.tables,
                      t.functions, t.edges);
        assert_true(t.functions > 5 && t.edges > 8 * t.tables);
        hw_disassembler_close(d);
        hw_image_close(image);
    }
    hw_registers_free(&registers);
    hw_vec_free(&code.ops);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(registers_hold_what_the_code_says),
        cmocka_unit_test(switches_are_followed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
