/* A program's file is read once: whoever wants its image and its build information gets both from
 * one walk over its headers, and a session opens each --binary once. */
#include <fcntl.h>
#include <libelf.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <unistd.h>

#include <cmocka.h>

#include "executable/program.h"
#include "session/session.h"

#define PROGRAM  HW_BINARIES "/1.26.8/moved"
#define RECORDED HW_DATA "/corpus/recorded/1.26.8/moved/"

static unsigned walks;

Elf *__real_elf_begin(int fd, Elf_Cmd cmd, Elf *ref);
Elf *__wrap_elf_begin(int fd, Elf_Cmd cmd, Elf *ref);
Elf *__wrap_elf_begin(int fd, Elf_Cmd cmd, Elf *ref)
{
    walks++;
    return __real_elf_begin(fd, cmd, ref);
}

static void both_are_of_one_walk(void **state)
{
    (void)state;
    hw_arena a = {0};
    hw_image *image;
    hw_build_info info;
    hw_error err;
    int fd = open(PROGRAM, O_RDONLY | O_CLOEXEC);
    assert_true(fd >= 0);
    walks = 0;
    assert_int_equal(hw_program_read(fd, HW_STR("program"), NULL, &image, &a, &info, &err), HW_OK);
    close(fd);
    assert_int_equal(walks, 1);
    assert_true(hw_image_functions(image) > 1000);
    assert_true(hw_str_eq(info.go_version, HW_STR("go1.26.8")));
    assert_int_equal(info.pclntab_sha256.n, 64);
    hw_image_close(image);
    hw_arena_free(&a);
}

static void an_audit_reads_each_program_once(void **state)
{
    (void)state;
    const hw_options options = {.size = sizeof options};
    hw_session *s;
    hw_error err;
    assert_int_equal(hw_session_new(&options, &s, &err), HW_OK);
    walks = 0;
    assert_int_equal(hw_add_profile(s, RECORDED "heap.pb.gz", &err), HW_OK);
    assert_int_equal(hw_add_claims(s, RECORDED "escape.m2.log.gz", &err), HW_OK);
    assert_int_equal(hw_add_binary(s, PROGRAM, &err), HW_OK);
    assert_int_equal(hw_analyse(s, &err), HW_OK);
    assert_int_equal(s->profile.programs.at[0].fit, HW_FIT_PROVEN);
    assert_int_equal(walks, 1);
    hw_session_free(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(both_are_of_one_walk),
                                       cmocka_unit_test(an_audit_reads_each_program_once)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
