/* The frames of a program's own tables are those that its runtime wrote into its profiles: every
 * location of every recorded profile whose program is recorded too. */
#include "profile_file.h"

#include <stdio.h>
#include <stdlib.h>

#include "symbolize/image.h"

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

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(frames_are_those_of_the_runtime)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
