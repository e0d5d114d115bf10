/* symbolize: which differences between a profile and a program are none, by a program of a few
 * lines that is made here. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/error.h"
#include "base/mem.h"
#include "executable/image_source.h"
#include "symbolize/program_fit.h"

/* --- a program ------------------------------------------------------------------------------ */

typedef struct place {
    uint64_t address;
    struct {
        const char *function, *file;
        uint32_t line; /* 0 behind the physical frame, which is the last one */
    } frames[3];
} place;

static const place program[] = {
    {0x1000, {{"main.init", "/src/p/a.go", 3}}},
    {0x1100, {{"main.mk", "/src/p/b.go", 11}, {"main.init", "/src/p/a.go", 4}}},
    {0x1200, {{"main.parse", "sql.y", 20}}},
    {0x1300, {{"main.rec", "/src/p/b.go", 50}, {"main.rec", "/src/p/b.go", 50}}},
    {0x1400, {{"main.T.M", "/src/p/b.go", 60}}},
    {0x1500, {{"main.f", "/src/p/b.go", 70}}},
    {0x1600, {{"main.F[go.shape.int].func1", "/src/p/b.go", 80}}},
    {0x1700, {{"main.T.N", "/src/p/b.go", 90}, {"main.T.N-fm", "/src/p/b.go", 99}}},
};

/* Files of functions that have several. */
static const struct {
    uint64_t address;
    const char *file;
} more_files[] = {{0x1000, "b.go"}, {0x1100, "b.go"}, {0x1200, "yaccpar"}};

static hw_status frames_at(hw_image *image, uint64_t pc, hw_image_frames *ret, hw_error *err)
{
    (void)image;
    ret->len = 0;
    for (size_t i = 0; i < sizeof program / sizeof *program; i++)
        for (size_t k = 0; program[i].address == pc && k < 3 && program[i].frames[k].line; k++)
            if (!hw_vec_push(ret,
                             ((hw_image_frame){.function = hw_str_of(program[i].frames[k].function),
                                               .file = hw_str_of(program[i].frames[k].file),
                                               .line = program[i].frames[k].line})))
                return hw_nomem(err);
    return HW_OK;
}

static hw_status has_file(hw_image *image, uint64_t pc, hw_str base, bool *ret, hw_error *err)
{
    (void)image, (void)err;
    *ret = false;
    for (size_t i = 0; i < sizeof more_files / sizeof *more_files; i++)
        *ret |= more_files[i].address == pc && hw_str_eq(base, hw_str_of(more_files[i].file));
    return HW_OK;
}

static hw_status function_of(hw_image *image, uint64_t pc, hw_image_function *ret, hw_error *err)
{
    (void)image, (void)pc, (void)err;
    *ret = (hw_image_function){0};
    return HW_OK;
}

static void free_nothing(hw_image *image)
{
    (void)image;
}

static const hw_image_source source = {
    .frames = frames_at, .has_file = has_file, .function_of = function_of, .free = free_nothing};

/* --- a profile of it ------------------------------------------------------------------------ */

typedef struct world {
    hw_image image;
    hw_strings strings;
    hw_profile profile;
} world;

static hw_sid sid(world *w, const char *text)
{
    hw_sid id = 0;
    assert_true(hw_strings_put(&w->strings, hw_str_of(text), &id));
    return id;
}

static void world_open(world *w, const char *program_id)
{
    memset(w, 0, sizeof *w);
    assert_true(hw_image_init(&w->image, &source, HW_STR("program")));
    assert_true(hw_strings_init(&w->strings));
    hw_profile_init(&w->profile, &w->strings);
    hw_executable x = {.build = {.file = HW_STR("program"), .gnu_build_id = hw_str_of(program_id)}};
    hw_mapping m = {.file = sid(w, "program"), .build_id = sid(w, "aa")};
    hw_profile_input in = {.mappings = 1};
    assert_true(hw_vec_push(&w->profile.programs, x));
    assert_true(hw_vec_push(&w->profile.mappings, m));
    assert_true(hw_vec_push(&w->profile.inputs, in));
}

static void world_close(world *w)
{
    hw_profile_free(&w->profile);
    hw_strings_free(&w->strings);
    hw_image_close(&w->image);
}

/* A location of "FUNCTION FILE" of up to two frames; a NULL ends them. */
typedef struct row {
    uint64_t address;
    const char *names[2], *files[2];
    uint32_t lines[2];
    bool same;
} row;

static void add(world *w, const row *r)
{
    hw_profile *p = &w->profile;
    hw_location l = {.address = r->address, .frames_at = (uint32_t)p->frames.len};
    for (; l.frames < 2 && r->names[l.frames]; l.frames++) {
        hw_function f = {sid(w, r->names[l.frames]), sid(w, r->files[l.frames])};
        hw_frame frame = {(uint32_t)p->functions.len, r->lines[l.frames]};
        assert_true(hw_vec_push(&p->functions, f) && hw_vec_push(&p->frames, frame));
    }
    assert_true(hw_vec_push(&p->locations, l));
    p->inputs.at[0].locations++;
}

static const hw_executable *judge(world *w)
{
    hw_error err;
    hw_image *image = &w->image;
    assert_int_equal(hw_program_fit(&w->profile, &image, &err), HW_OK);
    return &w->profile.programs.at[0];
}

static const row rows[] = {
    {0x1500, {"main.f"}, {"/build/p/b.go"}, {70}, true},
    {0x1500, {"main.f"}, {"/build/p/c.go"}, {70}, false}, /* it has one file only */
    {0x1500, {"main.f"}, {"/build/p/b.go"}, {71}, false},
    {0x1500, {"main.g"}, {"/build/p/b.go"}, {70}, false},
    /* One file for all of a package's initialiser, and for a parser. */
    {0x1000, {"main.init"}, {"/src/p/b.go"}, {3}, true},
    {0x1000, {"main.init"}, {"/src/p/b.go"}, {4}, false},
    {0x1000, {"main.init"}, {"/src/p/other.go"}, {3}, false},
    {0x1100, {"main.mk", "main.init"}, {"/src/p/b.go", "/src/p/b.go"}, {11, 4}, true},
    {0x1200, {"main.parse"}, {"yaccpar"}, {20}, true},
    {0x1200, {"main.parse"}, {"other.y"}, {20}, false},
    /* What is inlined into itself begins a location of its own. */
    {0x1300, {"main.rec"}, {"/src/p/b.go"}, {50}, true},
    {0x1300, {"main.rec", "main.rec"}, {"/src/p/b.go", "/src/p/b.go"}, {50, 50}, true},
    {0x1300, {"main.rec", "main.f"}, {"/src/p/b.go", "/src/p/b.go"}, {50, 70}, false},
    {0x1100, {"main.mk"}, {"/src/p/b.go"}, {11}, false},
    /* The wrapper of a method value is there or not. */
    {0x1400, {"main.T.M", "main.T.M-fm"}, {"/src/p/b.go", "/src/p/b.go"}, {60, 61}, true},
    {0x1400, {"main.T.M", "main.caller"}, {"/src/p/b.go", "/src/p/b.go"}, {60, 61}, false},
    {0x1700, {"main.T.N"}, {"/src/p/b.go"}, {90}, true},
    {0x1700, {"main.T.N-fm"}, {"/src/p/b.go"}, {99}, false},
    /* The address of the return, or the line there. */
    {0x1501, {"main.f"}, {"/src/p/b.go"}, {70}, true},
    {0x14ff, {"main.f"}, {"/src/p/b.go"}, {70}, true},
    {0x1502, {"main.f"}, {"/src/p/b.go"}, {70}, false},
    {0x1600, {"main.F[...].func1"}, {"/src/p/b.go"}, {80}, true},
    {0x1600, {"main.F[...].func2"}, {"/src/p/b.go"}, {80}, false},
};

static void what_is_no_difference(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        world w;
        world_open(&w, "");
        add(&w, &rows[i]);
        const hw_executable *x = judge(&w);
        if (x->compared != 1 || x->differing != !rows[i].same ||
            w.profile.locations.at[0].disputed == rows[i].same)
            fail_msg("row %zu: %s %s:%u is %s", i, rows[i].names[0], rows[i].files[0],
                     rows[i].lines[0], rows[i].same ? "a difference" : "none");
        world_close(&w);
    }
}

/* Rows of which all but `odd` are in the program. */
static hw_fit fit_of(const char *id, unsigned alike, unsigned odd)
{
    world w;
    world_open(&w, id);
    for (unsigned i = 0; i < alike; i++)
        add(&w, &rows[0]);
    for (unsigned i = 0; i < odd; i++)
        add(&w, &rows[2]);
    hw_fit fit = judge(&w)->fit;
    world_close(&w);
    return fit;
}

/* Diagnostics change the build id and not the code, so another id alone refutes nothing where there
 * are lines to compare. */
static void ids_and_lines(void **state)
{
    (void)state;
    static const struct {
        const char *id;
        unsigned alike, odd;
        hw_fit fit;
    } all[] = {
        {"aa", 0, 5, HW_FIT_PROVEN}, {"", 5, 0, HW_FIT_PROVEN},     {"", 1, 0, HW_FIT_UNKNOWN},
        {"", 39, 1, HW_FIT_UNKNOWN}, {"", 38, 2, HW_FIT_OTHER},     {"bb", 5, 0, HW_FIT_PROVEN},
        {"bb", 1, 0, HW_FIT_OTHER},  {"bb", 39, 1, HW_FIT_UNKNOWN}, {"bb", 38, 2, HW_FIT_OTHER},
        {"bb", 0, 0, HW_FIT_OTHER},
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (fit_of(all[i].id, all[i].alike, all[i].odd) != all[i].fit)
            fail_msg("row %zu: %u alike, %u odd: not %d", i, all[i].alike, all[i].odd, all[i].fit);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_no_difference),
        cmocka_unit_test(ids_and_lines),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
