/* Programs' tables: of every version, machine and linker at hand, cut, stripped, and made up. */
#include <elf.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "executable/little_endian.h"
#include "executable/pclntab.h"
#include "executable/program.h"

#define MADE_UP HW_DATA "/../fuzz/corpus/image/"

static hw_image *open_image(const char *path)
{
    hw_image *image;
    hw_error err;
    if (hw_image_open(path, NULL, &image, &err) != HW_OK)
        fail_msg("%s: %s", path, err.message);
    return image;
}

static hw_image *open_recorded(const char *name)
{
    char path[512];
    snprintf(path, sizeof path, HW_BINARIES "/%s", name);
    return open_image(path);
}

/* "function file:line; …", innermost first. */
static void frames_text(hw_image *image, uint64_t pc, char *text, size_t size)
{
    hw_image_frames frames = {0};
    hw_error err;
    size_t n = 0;
    if (hw_image_frames_of(image, pc, &frames, &err) != HW_OK)
        fail_msg("0x%llx: %s", (unsigned long long)pc, err.message);
    text[0] = '\0';
    for (size_t i = 0; i < frames.len && n < size; i++)
        n += (size_t)snprintf(text + n, size - n, "%s%.*s %.*s:%u", i ? "; " : "",
                              HW_STR_ARG(frames.at[i].function),
                              HW_STR_ARG(hw_str_base(frames.at[i].file)), frames.at[i].line);
    hw_vec_free(&frames);
}

static bool find_function(hw_image *image, const char *name, hw_image_function *ret)
{
    hw_error err;
    for (uint32_t i = 0; i < hw_image_functions(image); i++) {
        assert_int_equal(hw_image_function_at(image, i, ret, &err), HW_OK);
        if (hw_str_eq(ret->name, hw_str_of(name)))
            return true;
    }
    return false;
}

/* Whether some PC of the function has these frames. */
static bool has_frames(hw_image *image, const hw_image_function *f, const char *want)
{
    char text[1024];
    for (uint64_t pc = f->entry; pc < f->end; pc++) {
        frames_text(image, pc, text, sizeof text);
        if (strcmp(text, want) == 0)
            return true;
    }
    return false;
}

/* --- programs of every sort ----------------------------------------------------------------- */

typedef struct program {
    const char *name;
    hw_machine machine;
    bool moves, start_lines;
    const char *generic; /* name of generic[int] as the linker writes it */
} program;

static const program programs[] = {
    {"amd64-1.18", HW_AMD64, false, false, "main.generic[...]"},
    {"amd64-1.20", HW_AMD64, false, true, "main.generic[...]"},
    {"amd64-1.21-external-pie", HW_AMD64, true, true, "main.generic[go.shape.int]"},
    {"amd64-1.22-pie", HW_AMD64, true, true, "main.generic[go.shape.int]"},
    {"amd64-1.27-pie", HW_AMD64, true, true, "main.generic[go.shape.int]"},
    {"arm64-1.21-pie", HW_ARM64, true, true, "main.generic[go.shape.int]"},
    {"arm64-1.26", HW_ARM64, false, true, "main.generic[go.shape.int]"},
};

/* The source is data/binaries/src. */
static void programs_of_every_sort(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof programs / sizeof *programs; i++) {
        const program *p = &programs[i];
        char path[128];
        hw_image_function outer, generic, at_entry;
        hw_error err;
        snprintf(path, sizeof path, "other/%s", p->name);
        hw_image *image = open_recorded(path);
        assert_int_equal(hw_image_machine(image), p->machine);
        assert_int_equal(hw_image_moves(image), p->moves);
        if (!find_function(image, "main.outer", &outer) ||
            !find_function(image, p->generic, &generic))
            fail_msg("%s: a function is not there", p->name);
        assert_int_equal(outer.start_line, p->start_lines ? 26 : 0);
        assert_int_equal(generic.start_line, p->start_lines ? 29 : 0);
        assert_int_equal(hw_image_function_of(image, outer.entry, &at_entry, &err), HW_OK);
        assert_int_equal(at_entry.index, outer.index);
        static const char *const chains[] = {
            "main.leaf main.go:16; main.middle main.go:20; main.outer main.go:26",
            ("main.leaf main.go:16; main.outer2 other.go:3; main.middle main.go:22; "
             "main.outer main.go:26"),
            "main.outer main.go:26"};
        for (size_t k = 0; k < 3; k++)
            if (!has_frames(image, &outer, chains[k]))
                fail_msg("%s: nowhere in main.outer: %s", p->name, chains[k]);
        hw_image_close(image);
    }
}

/* Functions in ascending order, each with frames at every instruction, the last one its own. */
static void every_function(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof programs / sizeof *programs; i++) {
        char path[128];
        hw_image_frames frames = {0};
        hw_error err;
        snprintf(path, sizeof path, "other/%s", programs[i].name);
        hw_image *image = open_recorded(path);
        const hw_image_module *m = hw_image_go_module(image);
        uint64_t last = m->text;
        assert_true(hw_image_functions(image) > 1000);
        for (uint32_t k = 0; k < hw_image_functions(image); k++) {
            hw_image_function f;
            assert_int_equal(hw_image_function_at(image, k, &f, &err), HW_OK);
            assert_true(f.entry == last && f.end > f.entry && f.end <= m->etext && f.name.n);
            last = f.end;
            for (uint64_t pc = f.entry; pc < f.end; pc += 16) {
                assert_int_equal(hw_image_frames_of(image, pc, &frames, &err), HW_OK);
                assert_true(frames.len > 0);
                if (frames.len == 1 && frames.at[0].id == f.id)
                    assert_true(frames.at[0].function.p == f.name.p || f.id >= 21);
            }
        }
        hw_vec_free(&frames);
        hw_image_close(image);
    }
}

/* Stripping and moving change no answer. */
static void stripped_and_moving(void **state)
{
    (void)state;
    static const char *const others[] = {"1.26.8/moved-stripped", "1.26.8/moved-pie",
                                         "1.26.8/moved-stripped-pie"};
    hw_image *plain = open_recorded("1.26.8/moved");
    for (size_t i = 0; i < 3; i++) {
        hw_image *other = open_recorded(others[i]);
        hw_error err;
        size_t compared = 0;
        for (uint32_t k = 0; k < hw_image_functions(plain); k++) {
            hw_image_function a, b;
            char left[2048], right[2048];
            assert_int_equal(hw_image_function_at(plain, k, &a, &err), HW_OK);
            if (!hw_str_starts(a.name, HW_STR("main.")) || !find_function(other, a.name.p, &b))
                continue;
            compared++;
            frames_text(plain, a.entry, left, sizeof left);
            frames_text(other, b.entry, right, sizeof right);
            assert_string_equal(left, right);
            frames_text(plain, a.end - 1, left, sizeof left);
            frames_text(other, b.end - 1, right, sizeof right);
            assert_string_equal(left, right);
        }
        assert_true(compared > 10);
        assert_int_equal(hw_image_functions(plain), hw_image_functions(other));
        hw_image_close(other);
    }
    hw_image_close(plain);
}

/* --- files that are changed ----------------------------------------------------------------- */

typedef struct file {
    unsigned char *bytes;
    size_t size;
} file;

static file slurp(const char *path)
{
    FILE *in = fopen(path, "rb");
    file f = {0};
    assert_non_null(in);
    assert_int_equal(fseek(in, 0, SEEK_END), 0);
    f.size = (size_t)ftell(in);
    f.bytes = malloc(f.size);
    rewind(in);
    assert_int_equal(fread(f.bytes, 1, f.size, in), f.size);
    fclose(in);
    return f;
}

static FILE *file_of(const file *f, size_t n)
{
    FILE *out = tmpfile();
    assert_non_null(out);
    assert_int_equal(fwrite(f->bytes, 1, n, out), n);
    assert_int_equal(fflush(out), 0);
    return out;
}

static hw_status read_of(const file *f, size_t n, hw_image **ret, hw_error *err)
{
    FILE *out = file_of(f, n);
    hw_status status = hw_image_read(fileno(out), HW_STR("program"), NULL, ret, err);
    fclose(out);
    return status;
}

static void without_section_headers(void **state)
{
    (void)state;
    static const char *const names[] = {"1.26.8/moved-stripped", "1.26.8/moved-stripped-pie",
                                        "other/amd64-1.21-external-pie", "other/arm64-1.26",
                                        "1.27.1/moved"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char path[512], left[2048], right[2048];
        hw_image *plain = open_recorded(names[i]), *image;
        hw_image_function f;
        hw_error err;
        snprintf(path, sizeof path, HW_BINARIES "/%s", names[i]);
        file bare = slurp(path);
        Elf64_Ehdr header;
        memcpy(&header, bare.bytes, sizeof header);
        header.e_shoff = header.e_shnum = header.e_shstrndx = 0;
        memcpy(bare.bytes, &header, sizeof header);
        if (read_of(&bare, bare.size, &image, &err) != HW_OK)
            fail_msg("%s: %s", names[i], err.message);
        assert_int_equal(hw_image_functions(image), hw_image_functions(plain));
        assert_memory_equal(hw_image_go_module(image), hw_image_go_module(plain),
                            sizeof(hw_image_module));
        assert_true(find_function(plain, "main.main", &f));
        frames_text(plain, f.entry + 40, left, sizeof left);
        frames_text(image, f.entry + 40, right, sizeof right);
        assert_string_equal(left, right);
        hw_image_close(image);
        hw_image_close(plain);
        free(bare.bytes);
    }
}

/* Cut anywhere: an answer or an error, and an error where the tables are gone. */
static void cut_files(void **state)
{
    (void)state;
    file whole = slurp(HW_BINARIES "/other/amd64-1.22-pie");
    for (size_t n = 0; n < whole.size; n += n < 4096 ? 61 : whole.size / 97) {
        hw_image *image;
        hw_error err;
        hw_status status = read_of(&whole, n, &image, &err);
        if (n < whole.size / 2)
            assert_int_not_equal(status, HW_OK);
        if (status == HW_OK)
            hw_image_close(image);
        else
            assert_true(err.message[0] && (status == HW_FORMAT || status == HW_UNSUPPORTED));
    }
    free(whole.bytes);
}

static void shrinks_while_open(void **state)
{
    (void)state;
    file whole = slurp(HW_BINARIES "/other/amd64-1.20");
    FILE *out = file_of(&whole, whole.size);
    hw_image *image;
    hw_image_frames frames = {0};
    hw_error err;
    assert_int_equal(hw_image_read(fileno(out), HW_STR("program"), NULL, &image, &err), HW_OK);
    assert_int_equal(ftruncate(fileno(out), 4096), 0);
    hw_status status =
        hw_image_frames_of(image, hw_image_go_module(image)->text + 999, &frames, &err);
    assert_int_equal(status, HW_FORMAT);
    assert_string_equal(err.message, "ends too early; is it complete?");
    hw_vec_free(&frames);
    hw_image_close(image);
    fclose(out);
    free(whole.bytes);
}

static void what_is_no_program(void **state)
{
    (void)state;
    hw_image *image;
    hw_error err;
    hw_limits limits = {.binary = 1000};
    assert_int_equal(hw_image_open("/no/such/file", NULL, &image, &err), HW_IO);
    assert_int_equal(hw_image_open("/", NULL, &image, &err), HW_UNSUPPORTED);
    assert_int_equal(hw_image_open(HW_DATA "/totals.tsv", NULL, &image, &err), HW_UNSUPPORTED);
    assert_string_equal(err.message, "is no ELF program");
    assert_int_equal(hw_image_open("/proc/self/exe", NULL, &image, &err), HW_UNSUPPORTED);
    assert_non_null(strstr(err.message, "no line table of Go"));
    assert_int_equal(hw_image_open(MADE_UP "go1.27", &limits, &image, &err), HW_LIMIT);
    assert_non_null(strstr(err.message, "--max-binary"));
}

/* --- programs that are made up -------------------------------------------------------------- */

static const char *const made_up[] = {
    "go1.18",           "go1.20", "go1.20-pie",     "go1.26",
    "go1.26-arm64-pie", "go1.27", "go1.27-unnamed", "go1.27-unnamed-pie"};
enum { MADE = sizeof made_up / sizeof *made_up };

static void layouts(void **state)
{
    (void)state;
    static const struct {
        unsigned pc;
        const char *frames;
    } want[] = {
        {0, "main.f a.go:10"},
        {16, "main.one b.go:21; main.f a.go:11"},
        {28, "main.one b.go:20; main.f a.go:11"},
        {32, "main.two a.go:30; main.one b.go:21; main.f a.go:11"},
        {60, "main.f a.go:12"},
        {64, "main.g b.go:40"},
        {188, "main.h b.go:41"},
        {192, ""},
    };
    for (size_t i = 0; i < MADE; i++) {
        char path[512], text[512];
        snprintf(path, sizeof path, MADE_UP "%s", made_up[i]);
        hw_image *image = open_image(path);
        const hw_image_module *m = hw_image_go_module(image);
        const unsigned char *types;
        hw_error err;
        for (size_t k = 0; k < sizeof want / sizeof *want; k++) {
            frames_text(image, m->text + want[k].pc, text, sizeof text);
            assert_string_equal(text, want[k].frames);
        }
        assert_int_equal(m->etypes - m->types, 16);
        assert_int_equal(hw_image_bytes(image, m->types, 16, &types, &err), HW_OK);
        assert_memory_equal(types, "types of Go ....", 16);
        assert_int_equal(hw_image_bytes(image, m->types, 1 << 20, &types, &err), HW_FORMAT);
        frames_text(image, m->text - 1, text, sizeof text);
        assert_string_equal(text, "");
        hw_image_close(image);
    }
}

static void addresses_of_code(void **state)
{
    (void)state;
    uint64_t address;
    hw_image *image = open_recorded("1.26.8/moved-pie");
    assert_true(hw_image_code_at(image, 0x1000 + 0x234, &address));
    assert_int_equal(address, 0x401234);
    assert_false(hw_image_code_at(image, UINT64_MAX, &address));
    hw_image_close(image);
}

/* The offset of 4 bytes that stand there once. */
static size_t find_word(const file *f, uint32_t word)
{
    size_t at = 0;
    for (size_t i = 0; i + 4 <= f->size; i++)
        if (hw_le32(f->bytes + i) == word) {
            assert_int_equal(at, 0);
            at = i;
        }
    assert_true(at);
    return at;
}

/* main.two's caller becomes itself: its entry states a PC inside of main.two. */
static void inlined_into_itself(void **state)
{
    (void)state;
    hw_image *image = open_image(MADE_UP "go1.20");
    hw_image_function f;
    hw_image_frames frames = {0};
    uint64_t tree;
    hw_error err;
    assert_true(find_function(image, "main.f", &f));
    assert_int_equal(hw_funcdata(hw_program_of(image), &f, 3, &tree, &err), HW_OK);
    size_t at = (size_t)(tree - 0x400000) + 16 + 8;
    hw_image_close(image);
    file bad = slurp(MADE_UP "go1.20");
    assert_int_equal(bad.bytes[at], 16);
    bad.bytes[at] = 40;
    assert_int_equal(read_of(&bad, bad.size, &image, &err), HW_OK);
    assert_int_equal(hw_image_frames_of(image, f.entry + 40, &frames, &err), HW_FORMAT);
    assert_string_equal(err.message, "is damaged: calls in it are inlined into themselves");
    assert_int_equal(err.offset, tree - 0x400000);
    hw_vec_free(&frames);
    hw_image_close(image);
    free(bad.bytes);
}

/* One long name, or one deep tree of calls, may be referred to from everywhere. */
static void told_too_often(void **state)
{
    (void)state;
    enum { LONG = 64000 };
    hw_image *image = open_image(MADE_UP "go1.26");
    hw_program *p = hw_program_of(image);
    hw_image_function f;
    hw_error err;
    char *name = calloc(LONG, 1);
    assert_non_null(name);
    for (int i = 0; i < 50000; i++)
        assert_int_equal(hw_pclntab_tell(p, HW_STR("main.main"), &err), HW_OK);
    hw_status status = HW_OK;
    int times = 0;
    for (; status == HW_OK && times < 1000; times++)
        status = hw_pclntab_tell(p, (hw_str){name, LONG}, &err);
    assert_int_equal(status, HW_FORMAT);
    assert_in_range(times, 10, 100);
    assert_non_null(strstr(err.message, "longer than its code explains"));
    /* Who asks often may be told much: a profile has many addresses of one function. */
    for (int i = 0; i < 200; i++)
        status = hw_image_function_at(image, 0, &f, &err);
    assert_int_equal(status, HW_OK);
    free(name);
    hw_image_close(image);
}

/* Sizes and offsets that lie are seen before anything follows them. */
static void lying_numbers(void **state)
{
    (void)state;
    static const unsigned fields[] = {8, 32, 40, 48, 56, 64}; /* of pcHeader */
    file good = slurp(MADE_UP "go1.26");
    size_t header = find_word(&good, 0xfffffff1);
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        for (unsigned value = 0; value < 3; value++) {
            file bad = slurp(MADE_UP "go1.26");
            hw_image *image;
            hw_image_frames frames = {0};
            hw_error err;
            memset(bad.bytes + header + fields[i], value == 0 ? 0xff : value == 1 ? 0x7f : 0x00, 8);
            hw_status status = read_of(&bad, bad.size, &image, &err);
            if (status == HW_OK) { /* main.g at the end of the file's text */
                status = hw_image_frames_of(image, hw_image_go_module(image)->text, &frames, &err);
                hw_image_close(image);
            }
            if (value < 2)
                assert_int_not_equal(status, HW_OK);
            hw_vec_free(&frames);
            free(bad.bytes);
        }
    free(good.bytes);
}

/* Each byte in turn set to each of a few values: an answer or an error. */
static void damaged_bytes(void **state)
{
    (void)state;
    static const unsigned char values[] = {0x00, 0x7f, 0x80, 0xff};
    char text[64];
    for (size_t which = 0; which < MADE; which++) {
        snprintf(text, sizeof text, "%s", made_up[which]);
        char path[512];
        snprintf(path, sizeof path, MADE_UP "%s", text);
        file f = slurp(path);
        FILE *out = file_of(&f, f.size);
        for (size_t i = 0; i < f.size * 4; i++) {
            hw_image *image;
            hw_error err;
            unsigned char byte = values[i % 4], was = f.bytes[i / 4];
            assert_int_equal(pwrite(fileno(out), &byte, 1, (off_t)(i / 4)), 1);
            hw_status status = hw_image_read(fileno(out), HW_STR("program"), NULL, &image, &err);
            if (status == HW_OK) {
                hw_image_frames frames = {0};
                for (uint64_t pc = 0; pc < 192; pc += 8) {
                    status = hw_image_frames_of(image, hw_image_go_module(image)->text + pc,
                                                &frames, &err);
                    assert_true(status == HW_OK || (status == HW_FORMAT && err.message[0]));
                }
                hw_vec_free(&frames);
                hw_image_close(image);
            } else {
                assert_true(status == HW_FORMAT || status == HW_UNSUPPORTED);
            }
            assert_int_equal(pwrite(fileno(out), &was, 1, (off_t)(i / 4)), 1);
        }
        fclose(out);
        free(f.bytes);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(programs_of_every_sort),
        cmocka_unit_test(every_function),
        cmocka_unit_test(stripped_and_moving),
        cmocka_unit_test(without_section_headers),
        cmocka_unit_test(cut_files),
        cmocka_unit_test(shrinks_while_open),
        cmocka_unit_test(what_is_no_program),
        cmocka_unit_test(layouts),
        cmocka_unit_test(addresses_of_code),
        cmocka_unit_test(inlined_into_itself),
        cmocka_unit_test(told_too_often),
        cmocka_unit_test(lying_numbers),
        cmocka_unit_test(damaged_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
