/* The frames of a program's own tables are those that its runtime wrote into its profiles: every
 * location of every recorded profile whose program is recorded too. */
#include "profile_file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "executable/program.h"
#include "symbolize/symbolize.h"

typedef struct recorded {
    const char *binary, *profile;
    size_t locations; /* at least: so that an empty profile proves nothing */
} recorded;

static const recorded all[] = {
    {"1.19.13/generics", "corpus/recorded/1.19.13/generics/heap.pb.gz", 20},
    {"1.19.13/makecopy", "corpus/recorded/1.19.13/makecopy/heap.pb.gz", 10},
    {"1.19.13/moved", "corpus/recorded/1.19.13/moved/heap.pb.gz", 20},
    {"1.24.13/generics", "corpus/recorded/1.24.13/generics/heap.pb.gz", 20},
    {"1.24.13/makecopy", "corpus/recorded/1.24.13/makecopy/heap.pb.gz", 10},
    {"1.24.13/moved", "corpus/recorded/1.24.13/moved/heap.pb.gz", 20},
    {"1.26.8/generics", "corpus/recorded/1.26.8/generics/heap.pb.gz", 20},
    {"1.26.8/makecopy", "corpus/recorded/1.26.8/makecopy/heap.pb.gz", 10},
    {"1.26.8/moved", "corpus/recorded/1.26.8/moved/heap.pb.gz", 20},
    {"1.26.8/traps", "corpus/recorded/1.26.8/traps/heap.pb.gz", 20},
    {"1.27.1/generics", "corpus/recorded/1.27.1/generics/heap.pb.gz", 20},
    {"1.27.1/makecopy", "corpus/recorded/1.27.1/makecopy/heap.pb.gz", 10},
    {"1.27.1/moved", "corpus/recorded/1.27.1/moved/heap.pb.gz", 20},
    {"fast/prog", "services/fast/heap-before.pb.gz", 10},
    {"fast/prog", "services/fast/heap-during.pb.gz", 100},
    {"fast/prog", "services/fast/heap-after.pb.gz", 100},
    {"fast/prog", "services/fast/heap-delta10.pb.gz", 100},
    {"fast/prog", "services/fast/allocs-after.pb.gz", 100},
};

static void show(const hw_image_frames *frames)
{
    for (size_t i = 0; i < frames->len; i++)
        print_error("  has %.*s %.*s:%u\n", HW_STR_ARG(frames->at[i].function),
                    HW_STR_ARG(frames->at[i].file), frames->at[i].line);
}

static bool same(const hw_profile *p, const hw_location *l, const hw_image_frames *frames)
{
    if (l->frames != frames->len)
        return false;
    for (uint32_t i = 0; i < l->frames; i++) {
        const hw_frame *want = &p->frames.at[l->frames_at + i];
        const hw_function *f = &p->functions.at[want->function];
        const hw_image_frame *got = &frames->at[i];
        if (want->line != got->line ||
            !hw_str_eq(hw_strings_get(p->strings, f->name), got->function) ||
            !hw_str_eq(hw_strings_get(p->strings, f->file), got->file))
            return false;
    }
    return true;
}

static size_t compare(const recorded *r, const hw_profile *p, hw_image *image)
{
    size_t wrong = 0;
    hw_error err;
    hw_image_frames frames = {0};
    for (size_t i = 0; i < p->locations.len; i++) {
        const hw_location *l = &p->locations.at[i];
        hw_status status = hw_image_frames_of(image, l->address, &frames, &err);
        if (status != HW_OK)
            fail_msg("%s: %s", r->binary, err.message);
        if (same(p, l, &frames))
            continue;
        wrong++;
        print_error("%s 0x%llx\n", r->profile, (unsigned long long)l->address);
        for (uint32_t k = 0; k < l->frames; k++) {
            const hw_frame *f = &p->frames.at[l->frames_at + k];
            const hw_function *fn = &p->functions.at[f->function];
            print_error("  not %.*s %.*s:%u\n", HW_STR_ARG(hw_strings_get(p->strings, fn->name)),
                        HW_STR_ARG(hw_strings_get(p->strings, fn->file)), f->line);
        }
        show(&frames);
    }
    hw_vec_free(&frames);
    return wrong;
}

static void frames_are_those_of_the_runtime(void **state)
{
    (void)state;
    size_t wrong = 0, locations = 0;
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        char binary[512], profile[512];
        hw_strings strings;
        hw_profile p;
        hw_image *image;
        hw_error err;
        snprintf(binary, sizeof binary, HW_BINARIES "/%s", all[i].binary);
        snprintf(profile, sizeof profile, HW_DATA "/%s", all[i].profile);
        test_profile_read(profile, &strings, &p);
        if (hw_image_open(binary, NULL, &image, &err) != HW_OK)
            fail_msg("%s: %s", binary, err.message);
        if (p.locations.len < all[i].locations)
            fail_msg("%s: %zu locations only", profile, p.locations.len);
        wrong += compare(&all[i], &p, image);
        locations += p.locations.len;
        hw_image_close(image);
        hw_profile_free(&p);
        hw_strings_free(&strings);
    }
    print_message("%zu locations, %zu with other frames\n", locations, wrong);
    assert_int_equal(wrong, 0);
}

/* Go 1.27 gives all copies of a closure one name: the package that compiled one is told by the line
 * table. */
static void copies_of_a_closure_are_of_their_package(void **state)
{
    const hw_str closure = HW_STR("example.com/lab/traps/api.Buffer.func1");
    (void)state;
    unsigned in_api = 0, in_main = 0, plain = 0;
    hw_image *image;
    hw_error err;
    assert_int_equal(hw_image_open(HW_BINARIES "/1.27.1/traps", NULL, &image, &err), HW_OK);
    for (uint32_t i = 0; i < hw_image_functions(image); i++) {
        hw_image_function f;
        hw_str package;
        assert_int_equal(hw_image_function_at(image, i, &f, &err), HW_OK);
        assert_int_equal(hw_image_compiled_by(image, &f, &package, &err), HW_OK);
        bool api = hw_str_eq(package, HW_STR("example.com/lab/traps/api"));
        bool main = hw_str_eq(package, HW_STR("main"));
        in_api += api && hw_str_eq(f.name, closure);
        in_main += main && hw_str_eq(f.name, closure);
        if (hw_str_starts(f.name, HW_STR("main.")) ||
            hw_str_eq(f.name, HW_STR("example.com/lab/traps/api.Buffer"))) {
            plain += hw_str_starts(f.name, package) && (main || api);
        }
        /* The runtime's, whatever package its name is of. */
        if (hw_str_eq(f.name, HW_STR("reflect.unsafe_New")))
            assert_true(hw_str_eq(package, HW_STR("runtime")));
    }
    hw_image_close(image);
    assert_int_equal(in_api, 1);
    assert_int_equal(in_main, 1);
    assert_true(plain > 40);
}

/* A profile without functions and lines gets back what the runtime had written. */
static void strip(hw_profile *p)
{
    for (size_t i = 0; i < p->locations.len; i++)
        p->locations.at[i].frames = p->locations.at[i].frames_at = 0;
    p->frames.len = p->functions.len = 0;
}

static void add_program(hw_profile *p, const char *path)
{
    hw_executable program = {0};
    hw_error err;
    assert_int_equal(hw_build_info_open(path, &p->strings->arena, &program.build, &err), HW_OK);
    assert_true(hw_vec_push(&p->programs, program));
}

static size_t unlike(const hw_profile *a, const hw_profile *b)
{
    size_t wrong = 0;
    assert_int_equal(a->locations.len, b->locations.len);
    for (size_t i = 0; i < a->locations.len; i++) {
        const hw_location *x = &a->locations.at[i], *y = &b->locations.at[i];
        bool equal = x->frames == y->frames;
        for (uint32_t k = 0; equal && k < x->frames; k++) {
            const hw_frame *f = &a->frames.at[x->frames_at + k];
            const hw_frame *g = &b->frames.at[y->frames_at + k];
            const hw_function *m = &a->functions.at[f->function];
            const hw_function *n = &b->functions.at[g->function];
            equal =
                f->line == g->line &&
                hw_str_eq(hw_strings_get(a->strings, m->name),
                          hw_strings_get(b->strings, n->name)) &&
                hw_str_eq(hw_strings_get(a->strings, m->file), hw_strings_get(b->strings, n->file));
        }
        wrong += !equal;
    }
    return wrong;
}

static void bare_profiles(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        char binary[512], profile[512];
        hw_strings strings, others;
        hw_profile whole, bare;
        hw_image *image;
        hw_error err;
        snprintf(binary, sizeof binary, HW_BINARIES "/%s", all[i].binary);
        snprintf(profile, sizeof profile, HW_DATA "/%s", all[i].profile);
        test_profile_read(profile, &strings, &whole);
        test_profile_read(profile, &others, &bare);
        strip(&bare);
        add_program(&bare, binary);
        assert_int_equal(hw_image_open(binary, NULL, &image, &err), HW_OK);
        assert_int_equal(hw_executables_apply(&bare, &image, &err), HW_OK);
        const hw_executable *x = &bare.programs.at[0];
        if (unlike(&whole, &bare))
            fail_msg("%s: other frames", profile);
        if (x->fit == HW_FIT_OTHER || x->asked != bare.locations.len || x->symbolized != x->asked ||
            x->implausible > 2)
            fail_msg("%s: fit %d, %zu of %zu implausible", profile, x->fit, (size_t)x->implausible,
                     (size_t)x->asked);
        /* And once more, with lines: every one of them speaks for the program. */
        assert_int_equal(hw_executables_apply(&bare, &image, &err), HW_OK);
        assert_true(x->fit == HW_FIT_PROVEN && x->compared == bare.locations.len && !x->differing);
        hw_image_close(image);
        hw_profile_free(&whole);
        hw_profile_free(&bare);
        hw_strings_free(&strings);
        hw_strings_free(&others);
    }
}

/* The profile of each program against each other program: no one is taken for another. */
static void other_programs(void **state)
{
    (void)state;
    size_t n = 0;
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        for (size_t k = 0; k < sizeof all / sizeof *all; k++)
            for (int with_lines = 0; with_lines < 2; with_lines++) {
                char binary[512], profile[512];
                hw_strings strings;
                hw_profile p;
                hw_image *image;
                hw_error err;
                if (strcmp(all[i].binary, all[k].binary) == 0)
                    continue;
                snprintf(binary, sizeof binary, HW_BINARIES "/%s", all[k].binary);
                snprintf(profile, sizeof profile, HW_DATA "/%s", all[i].profile);
                test_profile_read(profile, &strings, &p);
                for (size_t m = 0; m < p.mappings.len; m++)
                    p.mappings.at[m].build_id = 0;
                if (!with_lines)
                    strip(&p);
                add_program(&p, binary);
                assert_int_equal(hw_image_open(binary, NULL, &image, &err), HW_OK);
                assert_int_equal(hw_executables_apply(&p, &image, &err), HW_OK);
                const hw_executable *x = &p.programs.at[0];
                if (x->fit != HW_FIT_OTHER || x->symbolized)
                    fail_msg("%s is taken for that of %s: %zu of %zu differ, %zu of %zu are "
                             "implausible",
                             binary, profile, (size_t)x->differing, (size_t)x->compared,
                             (size_t)x->implausible, (size_t)x->asked);
                n++;
                hw_image_close(image);
                hw_profile_free(&p);
                hw_strings_free(&strings);
            }
    assert_true(n > 400);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(frames_are_those_of_the_runtime),
                                       cmocka_unit_test(copies_of_a_closure_are_of_their_package),
                                       cmocka_unit_test(bare_profiles),
                                       cmocka_unit_test(other_programs)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
