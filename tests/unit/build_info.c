/* What Go programs say of themselves: recorded ones, cut ones, hostile ones. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "executable/module_text.h"
#include "executable/program.h"
#include "executable/unquote.h"

static void is(hw_str got, const char *want)
{
    if (!hw_str_eq(got, hw_str_of(want)))
        fail_msg("\"%.*s\", not \"%s\"", HW_STR_ARG(got), want);
}

/* --- recorded ------------------------------------------------------------------------------- */

typedef struct recorded {
    const char *file, *version, *digest, *gnu; /* digest: sha256sum of the section's bytes */
    const char *key, *value;
} recorded;

static const recorded programs[] = {
    {"amd64-1.21", "go1.21.13", "6aac3e96289845887d8cf9be12b6bf951361c1f3d469b71d674ce86b91cbe562",
     "", "GOARCH", "amd64"},
    {"amd64-1.24-pie", "go1.24.13",
     "3a516da2d58437fb1aa245a0ae2fbb7e40716fa9a3b8ae9d375a7b3fb06830d0",
     "4d750802b68ba32820997f729da404f58a1dc6cd", "-tags", "netgo,osusergo"},
    {"arm64-1.26", "go1.26.8", "0fc337eb7b5bbbea2423978f798d8cd793a743cdf394df11646bbd303f03b50a",
     "2707229d00904c2b9e8b3ed0cb8464fa7a1dca35", "GOARCH", "arm64"},
    {"amd64-1.27", "go1.27.1", "57fffd6981ca52be5d3e52f8e304bf3409c530ea0dda988ba4d5592356ae730b",
     "02992fdf225a60243a399fdfc2a8adda494f8df1", "-gcflags", "all=-N -l"},
};

static void open_recorded(const char *file, hw_arena *a, hw_build_info *b)
{
    char path[512];
    hw_error err;
    snprintf(path, sizeof path, HW_DATA "/elf/%s", file);
    if (hw_build_info_open(path, a, b, &err) != HW_OK)
        fail_msg("%s: %s", path, err.message);
}

static void recorded_programs(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof programs / sizeof *programs; i++) {
        const recorded *p = &programs[i];
        hw_arena a = {0};
        hw_build_info b;
        open_recorded(p->file, &a, &b);
        assert_true(b.go);
        is(b.go_version, p->version);
        is(b.path, "example.com/m");
        is(b.module.path, "example.com/m");
        is(b.pclntab_sha256, p->digest);
        is(b.gnu_build_id, p->gnu);
        assert_true(b.go_build_id.n > 40);
        is(hw_build_setting(&b, p->key), p->value);
        is(hw_build_setting(&b, "no such"), "");
        hw_arena_free(&a);
    }
}

static void recorded_commit(void **state)
{
    (void)state;
    hw_arena a = {0};
    hw_build_info b;
    open_recorded("amd64-1.24-pie", &a, &b);
    is(hw_build_setting(&b, "vcs"), "git");
    assert_int_equal(hw_build_setting(&b, "vcs.revision").n, 40);
    is(hw_build_setting(&b, "vcs.modified"), "false");
    hw_arena_free(&a);
}

/* --- files that are none, or damaged -------------------------------------------------------- */

static int file_of(const void *data, size_t n)
{
    char name[] = "/tmp/heapwitness-test-XXXXXX";
    int fd = mkstemp(name);
    assert_true(fd >= 0);
    unlink(name);
    assert_int_equal(write(fd, data, n), n);
    return fd;
}

static hw_status read_bytes(const void *data, size_t n, hw_arena *a, hw_build_info *b,
                            hw_error *err)
{
    int fd = file_of(data, n);
    hw_status status = hw_build_info_read(fd, HW_STR("file"), a, b, err);
    close(fd);
    return status;
}

static size_t slurp(const char *file, unsigned char *data, size_t size)
{
    char path[512];
    snprintf(path, sizeof path, HW_DATA "/elf/%s", file);
    FILE *f = fopen(path, "rb");
    assert_non_null(f);
    size_t n = fread(data, 1, size, f);
    fclose(f);
    assert_true(n > 1000 && n < size);
    return n;
}

static void refuse(const void *data, size_t n, hw_status want)
{
    hw_arena a = {0};
    hw_build_info b;
    hw_error err;
    assert_int_equal(read_bytes(data, n, &a, &b, &err), want);
    hw_arena_free(&a);
    assert_int_equal(err.status, want);
    assert_string_equal(err.input, "file");
    assert_true(strlen(err.message) > 10);
}

static void no_programs(void **state)
{
    (void)state;
    hw_arena a = {0};
    hw_build_info b;
    hw_error err;
    refuse("", 0, HW_UNSUPPORTED);
    refuse("#!/bin/sh\n", 10, HW_UNSUPPORTED);
    refuse("!<arch>\n", 8, HW_UNSUPPORTED);
    refuse("\177ELF", 4, HW_UNSUPPORTED);
    assert_int_equal(hw_build_info_open(HW_DATA "/elf/none", &a, &b, &err), HW_IO);
    assert_int_equal(hw_build_info_open("/dev/null", &a, &b, &err), HW_UNSUPPORTED);
    assert_int_equal(hw_build_info_open(HW_DATA "/elf", &a, &b, &err), HW_UNSUPPORTED);
    hw_arena_free(&a);
}

/* The section headers are last, so every shorter file is damaged. */
static void every_cut(void **state)
{
    unsigned char data[8192];
    (void)state;
    for (size_t i = 0; i < sizeof programs / sizeof *programs; i++) {
        size_t whole = slurp(programs[i].file, data, sizeof data);
        for (size_t n = 0; n < whole; n++) {
            hw_arena a = {0};
            hw_build_info b;
            hw_error err;
            hw_status status = read_bytes(data, n, &a, &b, &err);
            assert_true(status == HW_FORMAT || status == HW_UNSUPPORTED);
            hw_arena_free(&a);
        }
    }
}

/* Each byte wrong in turn: whatever is said, it is said in bounds (the sanitizers look). */
static void every_byte(void **state)
{
    unsigned char data[8192];
    static const unsigned char wrong[] = {0x00, 0xff, 0x80};
    size_t whole = slurp("amd64-1.27", data, sizeof data), read = 0;
    (void)state;
    for (size_t at = 0; at < whole; at++)
        for (size_t w = 0; w < sizeof wrong; w++) {
            unsigned char was = data[at];
            hw_arena a = {0};
            hw_build_info b;
            hw_error err;
            data[at] = wrong[w];
            if (read_bytes(data, whole, &a, &b, &err) == HW_OK) {
                read++;
                assert_true(b.go_version.n <= whole && b.settings.len < 64);
            }
            hw_arena_free(&a);
            data[at] = was;
        }
    assert_true(read > whole);
}

static void put64(unsigned char *p, uint64_t v)
{
    for (int i = 0; i < 8; i++)
        p[i] = (unsigned char)(v >> (8 * i));
}

/* Sizes of the section that holds the line table, beyond the file and beyond everything. */
static void lying_sections(void **state)
{
    static const uint64_t sizes[] = {1 << 20, UINT64_C(1) << 40, UINT64_MAX, UINT64_MAX - 511};
    unsigned char data[8192];
    size_t whole = slurp("arm64-1.26", data, sizeof data);
    unsigned char *headers = data + whole - (size_t)data[60] * 64, *table = NULL;
    (void)state;
    for (unsigned i = 0; i < data[60]; i++) /* the only one of 512 bytes */
        if (headers[64 * i + 32] == 0 && headers[64 * i + 33] == 2)
            table = headers + (size_t)64 * i;
    assert_non_null(table);
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        put64(table + 32, sizes[i]);
        refuse(data, whole, HW_FORMAT);
    }
    put64(table + 32, 512);
    put64(table + 24, UINT64_MAX - 100);
    refuse(data, whole, HW_FORMAT);
}

/* --- build information ---------------------------------------------------------------------- */

static void unquoting(void **state)
{
    static const struct {
        const char *text, *want; /* NULL: refused */
    } rows[] = {
        {"plain", "plain"},
        {"", ""},
        {"\"\"", ""},
        {"\"a b\"", "a b"},
        {"`a\\n`", "a\\n"},
        {"\"\\a\\b\\f\\n\\r\\t\\v\\\\\\\"\"", "\a\b\f\n\r\t\v\\\""},
        {"\"\\x41\\101\\u00e9\\U0001f600\"", "AA\xc3\xa9\xf0\x9f\x98\x80"},
        {"\"\\u2190\"", "\xe2\x86\x90"},
        {"\"open", NULL},
        {"\"a\"b", NULL},
        {"`a`b", NULL},
        {"\"\\q\"", NULL},
        {"\"\\x4\"", NULL},
        {"\"\\400\"", NULL},
        {"\"\\ud800\"", NULL},
        {"\"\\U00110000\"", NULL},
        {"\"\\", NULL},
        {"`", NULL},
    };
    hw_arena a = {0};
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        hw_str got;
        bool done;
        assert_true(hw_go_unquote(&a, hw_str_of(rows[i].text), &got, &done));
        if (done != (rows[i].want != NULL))
            fail_msg("%s", rows[i].text);
        if (done)
            is(got, rows[i].want);
    }
    assert_int_equal(hw_go_quoted(HW_STR("\"a\\\"b\"=c")), 6);
    assert_int_equal(hw_go_quoted(HW_STR("a\"b\"")), 0);
    hw_arena_free(&a);
}

static void module_text(void **state)
{
    static const char text[] = "path\texample.com/shop/cmd/shop\n"
                               "mod\texample.com/shop\tv1.2.3\th1:abc=\n"
                               "dep\tgithub.com/a/b\tv0.9.1\th1:def=\n"
                               "dep\tgithub.com/c/d\tv1.0.0\n"
                               "=>\t./local\t(devel)\t\n"
                               "build\t-ldflags=\"-X 'main.v=1 2' -s\"\n"
                               "build\t\"odd key\"=`raw \"value\"`\n"
                               "build\tempty=\n"
                               "build\t=none\n"
                               "build\tnothing\n"
                               "build\tbroken=\"\\q\"\n"
                               "something\telse\n";
    hw_arena a = {0};
    hw_build_info b = {0};
    hw_error err;
    (void)state;
    assert_int_equal(hw_module_text_parse(HW_STR(text), &a, &b, &err), HW_OK);
    is(b.path, "example.com/shop/cmd/shop");
    is(b.module.version, "v1.2.3");
    is(b.module.sum, "h1:abc=");
    assert_int_equal(b.modules.len, 2);
    is(b.modules.at[0].path, "github.com/a/b");
    assert_false(b.modules.at[0].replaced);
    assert_true(b.modules.at[1].replaced);
    is(b.modules.at[1].by_path, "./local");
    is(b.modules.at[1].by_version, "(devel)");
    assert_int_equal(b.settings.len, 4);
    is(hw_build_setting(&b, "-ldflags"), "-X 'main.v=1 2' -s");
    is(hw_build_setting(&b, "odd key"), "raw \"value\"");
    is(hw_build_setting(&b, "empty"), "");
    hw_arena_free(&a);
}

/* Before Go 1.18 there were pointers in place of the texts. */
static void old_form(void **state)
{
    unsigned char data[8192];
    size_t whole = slurp("amd64-1.21", data, sizeof data);
    hw_arena a = {0};
    hw_build_info b;
    hw_error err;
    (void)state;
    for (size_t i = 0; i + 16 <= whole; i++)
        if (memcmp(data + i, "\xff Go buildinf:", 14) == 0)
            data[i + 15] = 0;
    assert_int_equal(read_bytes(data, whole, &a, &b, &err), HW_OK);
    assert_true(b.old_build_info && b.go);
    assert_int_equal(b.go_version.n, 0);
    hw_arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(recorded_programs), cmocka_unit_test(recorded_commit),
        cmocka_unit_test(no_programs),       cmocka_unit_test(every_cut),
        cmocka_unit_test(every_byte),        cmocka_unit_test(lying_sections),
        cmocka_unit_test(unquoting),         cmocka_unit_test(module_text),
        cmocka_unit_test(old_form),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
