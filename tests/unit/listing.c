/* An assembly listing as an image: what the compiler prints of small functions, for both machines,
 * and what is refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "executable/image_source.h"
#include "listing/listing.h"
#include "machine/call.h"

/* func esc() { sink = b.New2() }, b.New2 inlines a.New: go build -gcflags="-m=2 -S
 * -d=pctab=pctoinline", cut to what counts; go1.26.8. */
#define TABLE                                                                                      \
    "funcpctab main.esc [valfunc=pctoinline]\n"                                                    \
    "     0     -1 00000 (/src/main.go:16)\tTEXT\tmain.esc(SB), ABIInternal, $24-8\n"              \
    "     0        00000 (/src/main.go:16)\tTEXT\tmain.esc(SB), ABIInternal, $24-8\n"              \
    "     0      1 00000 (/src/main.go:17)\tLEAQ\ttype:example.com/lab/a.T(SB), AX\n"              \
    "     7        00007 (/src/main.go:17)\tCALL\truntime.newobject(SB)\n"                         \
    "     c     -1 00012 (/src/main.go:18)\tCALL\tmain.other(SB)\n"                                \
    "    12 done\n"                                                                                \
    "wrote 9 bytes to 0x3ef47be6ec30\n"                                                            \
    " 00 13 02 01 02 19 03 3f 00\n"                                                                \
    "-- inlining tree for main.esc:\n"                                                             \
    "0 | -1 | example.com/lab/b.New2 (/src/main.go:17:15) pc=0\n"                                  \
    "1 | 0 | example.com/lab/a.New (/src/b/b.go:6:14) pc=0\n"                                      \
    "--\n"
#define ESC                                                                                        \
    "main.esc STEXT size=18 args=0x8 locals=0x18 funcid=0x0 align=0x0\n"                           \
    "\t0x0000 00000 (/src/main.go:16)\tTEXT\tmain.esc(SB), ABIInternal, $24-8\n"                   \
    "\t0x0000 00000 (/src/a/a.go:7)\tLEAQ\ttype:example.com/lab/a.T(SB), AX\n"                     \
    "\t0x0007 00007 (/src/a/a.go:7)\tCALL\truntime.newobject(SB)\n"                                \
    "\t0x000c 00012 (/src/main.go:18)\tCALL\tmain.other(SB)\n"                                     \
    "\t0x0011 00017 (/src/main.go:19)\tRET\n"                                                      \
    "\t0x0000 48 8d 05 00 00 00 00 e8 00 00 00 00 e8 00 00 00  H...............\n"                 \
    "\t0x0010 00 c3                                            ..\n"                               \
    "\trel 3+4 t=R_PCREL type:example.com/lab/a.T+0\n"                                             \
    "\trel 8+4 t=R_CALL runtime.newobject+0\n"                                                     \
    "\trel 13+4 t=R_CALL main.other+0\n"
/* a.T, 32 bytes without pointers, as its own package lists it. */
#define TYPE                                                                                       \
    "type:example.com/lab/a.T SRODATA size=48\n"                                                   \
    "\t0x0000 20 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00   ...............\n"                 \
    "\t0x0010 47 42 59 c1 0f 08 08 19 00 00 00 00 00 00 00 00  GBY.............\n"                 \
    "\trel 40+4 t=R_ADDROFF type:.namedata.*a.T.+0\n"                                              \
    "type:.namedata.*a.T. SRODATA dupok size=6\n"                                                  \
    "\t0x0000 01 04 2a 61 2e 54                                ..*a.T\n"
/* func f() *[3]int64 { return new([3]int64) }, of arm64: MOVD is ADRP and ADD. */
#define ARM                                                                                        \
    "main.f STEXT size=16 args=0x0 locals=0x0 funcid=0x0 align=0x0\n"                              \
    "\t0x0000 00000 (/src/m.go:3)\tTEXT\tmain.f(SB), ABIInternal, $0-0\n"                          \
    "\t0x0000 00000 (/src/m.go:3)\tMOVD\t$type:[3]int64(SB), R0\n"                                 \
    "\t0x0008 00008 (/src/m.go:4)\tCALL\truntime.newobject(SB)\n"                                  \
    "\t0x000c 00012 (/src/m.go:4)\tRET\t(R30)\n"                                                   \
    "\t0x0000 00 00 00 90 00 00 00 91 00 00 00 94 c0 03 5f d6  ................\n"                 \
    "\trel 0+8 t=R_ADDRARM64 type:[3]int64+0\n"                                                    \
    "\trel 8+4 t=R_CALLARM64 runtime.newobject+0\n"

static hw_status open_text(const char *text, unsigned go, hw_image **ret, hw_error *err)
{
    const hw_listing_text t = {HW_STR("x.S"), hw_str_of(text)};
    return hw_listing_image(&t, 1, go, ret, err);
}

static hw_image *open_good(const char *text)
{
    hw_image *image;
    hw_error err;
    if (open_text(text, 26, &image, &err) != HW_OK)
        fail_msg("%s", err.message);
    return image;
}

typedef struct found {
    hw_call calls[8];
    size_t n;
} found;

static hw_status keep(void *ctx, const hw_image_function *f, const hw_call *call, hw_error *err)
{
    found *all = ctx;
    (void)f, (void)err;
    assert_true(all->n < 8);
    all->calls[all->n++] = *call;
    return HW_OK;
}

static void calls_of(hw_image *image, uint32_t function, hw_calls **calls, found *ret)
{
    hw_error err;
    bool whole;
    *ret = (found){0};
    assert_int_equal(hw_calls_open(image, 26, calls, &err), HW_OK);
    assert_int_equal(hw_calls_of(*calls, function, keep, ret, &whole, &err), HW_OK);
    assert_true(whole);
}

static void check_str(hw_str s, const char *want)
{
    if (!hw_str_eq(s, hw_str_of(want)))
        fail_msg("%.*s instead of %s", HW_STR_ARG(s), want);
}

static void tables(void **state)
{
    (void)state;
    static const struct {
        const char *function, *file;
        uint32_t line;
    } want[] = {{"example.com/lab/a.New", "/src/a/a.go", 7},
                {"example.com/lab/b.New2", "/src/b/b.go", 6},
                {"main.esc", "/src/main.go", 17}};
    hw_image *image = open_good("# example.com/lab\n" TABLE ESC TYPE);
    hw_image_frames frames = {0};
    hw_calls *calls;
    hw_error err;
    found all;
    assert_int_equal(hw_image_machine(image), HW_AMD64);
    assert_int_equal(hw_image_functions(image), 1);
    assert_int_equal(hw_listing_unresolved(image), 0);
    calls_of(image, 0, &calls, &all);
    assert_int_equal(all.n, 2);
    check_str(all.calls[0].callee, "runtime.newobject");
    check_str(all.calls[0].type.name, "a.T");
    assert_int_equal(all.calls[0].type.size, 32);
    assert_true(all.calls[0].type.pointer_free);
    check_str(all.calls[1].callee, "main.other");
    assert_int_equal(hw_image_frames_of(image, all.calls[0].pc, &frames, &err), HW_OK);
    assert_int_equal(frames.len, 3);
    for (size_t i = 0; i < 3; i++) {
        check_str(frames.at[i].function, want[i].function);
        check_str(frames.at[i].file, want[i].file);
        assert_int_equal(frames.at[i].line, want[i].line);
    }
    assert_int_equal(hw_image_frames_of(image, all.calls[1].pc, &frames, &err), HW_OK);
    assert_int_equal(frames.len, 1);
    assert_int_equal(frames.at[0].line, 18);
    hw_vec_free(&frames);
    hw_calls_close(calls);
    hw_image_close(image);
}

/* Without tables and without the type, which is another package's. */
static void bare(void **state)
{
    (void)state;
    hw_image *image = open_good(ESC);
    hw_image_frames frames = {0};
    hw_calls *calls;
    hw_error err;
    found all;
    assert_int_equal(hw_listing_unresolved(image), 1);
    calls_of(image, 0, &calls, &all);
    assert_int_equal(all.n, 2);
    check_str(all.calls[0].type.name, "a.T");
    assert_true(all.calls[0].type.size == UINT64_MAX);
    assert_int_equal(hw_image_frames_of(image, all.calls[0].pc, &frames, &err), HW_OK);
    assert_int_equal(frames.len, 2);
    assert_int_equal(frames.at[0].function.n, 0);
    assert_int_equal(frames.at[0].line, 7);
    check_str(frames.at[1].function, "main.esc");
    assert_int_equal(frames.at[1].line, 0);
    hw_vec_free(&frames);
    hw_calls_close(calls);
    hw_image_close(image);
}

static void arm64(void **state)
{
    (void)state;
    hw_image *image = open_good(ARM);
    hw_calls *calls;
    found all;
    assert_int_equal(hw_image_machine(image), HW_ARM64);
    calls_of(image, 0, &calls, &all);
    assert_int_equal(all.n, 1);
    check_str(all.calls[0].callee, "runtime.newobject");
    check_str(all.calls[0].type.name, "[3]int64");
    hw_calls_close(calls);
    hw_image_close(image);
}

/* Of two of one name the larger counts, and hashes of Go 1.27 are no part of a name. */
static void twice(void **state)
{
    (void)state;
    static const char small[] = "main.esc STEXT dupok size=1 args=0x0 locals=0x0 funcid=0x0\n"
                                "\t0x0000 00000 (/src/main.go:16)\tTEXT\tmain.esc(SB), $0-0\n"
                                "\t0x0000 c3                                               .\n";
    static const char closure[] =
        "p.F.func1#UICQXqfJovQ=# STEXT size=1 align=0x0 args=0x0 locals=0x0 funcid=0x0\n"
        "\t0x0000 00000 (/src/p.go:3)\tTEXT\tp.F.func1#UICQXqfJovQ=#(SB), $0-0\n"
        "\t0x0000 c3                                               .\n";
    char text[8192];
    hw_error err;
    for (int first = 0; first < 2; first++) {
        snprintf(text, sizeof text, "%s%s%s%s", first ? small : "", ESC, first ? "" : small,
                 closure);
        hw_image *image = open_good(text);
        assert_int_equal(hw_image_functions(image), 2);
        hw_image_function f, of;
        for (uint32_t i = 0; i < 2; i++) {
            assert_int_equal(hw_image_function_at(image, i, &f, &err), HW_OK);
            assert_int_equal(hw_image_function_of(image, f.entry, &of, &err), HW_OK);
            assert_int_equal(of.index, i);
            bool esc = hw_str_eq(f.name, HW_STR("main.esc"));
            if (!esc)
                check_str(f.name, "p.F.func1");
            assert_int_equal(f.end - f.entry, esc ? 18 : 1);
        }
        hw_image_close(image);
    }
}

typedef struct refusal {
    const char *text;
    hw_status status;
    const char *word; /* of the message */
    int64_t line;
} refusal;

static void refused(void **state)
{
    (void)state;
    static const refusal all[] = {
        {"", HW_FORMAT, "no function", 0},
        {"# p\n./x.go:1:2: x escapes to heap\n", HW_FORMAT, "no function", 0},
        {"main.f<1> STEXT size=1 args=0x0 locals=0x0\n", HW_UNSUPPORTED, "-S=2", 1},
        {"main.f STEXT size=108 args=0x0\n\t0x0000 00000 (/m.go:1)\tTEXT\tmain.f(SB), $0-0\n"
         "\t0x0000 49 3b\n",
         HW_FORMAT, "is the listing complete?", 3},
        {"main.f STEXT size=2 args=0x0\n\t0x0010 49 3b\n", HW_FORMAT, "lines are missing", 2},
        {"main.f STEXT size=1 args=0x0\n\t0x0000 49 3b\n", HW_FORMAT, "lines are missing", 2},
        {"main.f STEXT size=1 args=0x0\n\t0x0000 00000 /m.go:1\n", HW_FORMAT, "no instruction", 2},
        {"main.f STEXT size=1 args=0x0\n\trel x+4 t=R_CALL f+0\n", HW_FORMAT, "no relocation", 2},
        {"main.f STEXT size=4294967295 args=0x0\n", HW_LIMIT, "MiB of code", 1},
        {TABLE "funcpctab main.g [valfunc=pctoinline]\n-- inlining tree for main.f:\n", HW_FORMAT,
         "in each other", 15},
        {"funcpctab main.g [valfunc=pctoinline]\n-- inlining tree for main.g:\n"
         "0 | 0 | f (/m.go:1:2) pc=1\n",
         HW_FORMAT, "in each other", 3},
        {"main.f STEXT size=4 args=0x0\n\t0x0000 00000 (/m.go:1)\tTEXT\tmain.f(SB), $0-0\n"
         "\t0x0000 00 00 00 00\n\trel 0+4 t=R_CALLPOWER f+0\n",
         HW_UNSUPPORTED, "another machine", 0},
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        hw_image *image;
        hw_error err;
        if (open_text(all[i].text, 0, &image, &err) == HW_OK)
            fail_msg("taken: %s", all[i].text);
        assert_int_equal(err.status, all[i].status);
        if (!strstr(err.message, all[i].word))
            fail_msg("\"%s\" for %s", err.message, all[i].text);
        assert_int_equal(err.line > 0 ? err.line : 0, all[i].line);
    }
}

/* Offsets and addends that lie outside of their symbol refer to nothing. */
static void outside(void **state)
{
    (void)state;
    static const char text[] = "main.f STEXT size=6 args=0x0 locals=0x0 funcid=0x0\n"
                               "\t0x0000 00000 (/m.go:1)\tTEXT\tmain.f(SB), $0-0\n"
                               "\t0x0000 00000 (/m.go:2)\tCALL\tmain.g(SB)\n"
                               "\t0x0000 e8 00 00 00 00 c3\n"
                               "\trel 1+4 t=R_CALL main.g+5\n"
                               "\trel 5+4 t=R_CALL main.h+0\n"
                               "\trel 4294967295+4 t=R_CALL main.h+0\n"
                               "\trel 1+8 t=R_ADDR main.h+0\n";
    hw_image *image = open_good(text);
    hw_calls *calls;
    found all;
    calls_of(image, 0, &calls, &all);
    assert_int_equal(all.n, 1);
    assert_int_equal(all.calls[0].callee.n, 0);
    hw_calls_close(calls);
    hw_image_close(image);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tables), cmocka_unit_test(bare),    cmocka_unit_test(arm64),
        cmocka_unit_test(twice),  cmocka_unit_test(refused), cmocka_unit_test(outside),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
