/* Every allocation of symbolizing a profile of addresses fails once: HW_NOMEM, and the profile can
 * be symbolized afterwards as if nothing had been. */
#include "unit/profile_file.h"

#include "executable/program.h"
#include "fault/failing_malloc.h"
#include "symbolize/survey.h"
#include "symbolize/symbolize.h"

static const char program[] = HW_BINARIES "/1.26.8/moved";
static const char recorded[] = HW_DATA "/corpus/recorded/1.26.8/moved/heap.pb.gz";

static void read_bare(hw_strings *strings, hw_profile *p)
{
    test_profile_read(recorded, strings, p);
    for (size_t i = 0; i < p->locations.len; i++)
        p->locations.at[i].frames = 0;
    p->frames.len = p->functions.len = 0;
}

static hw_status add_program(hw_profile *p, hw_error *err)
{
    hw_executable x = {0};
    HW_TRY(hw_build_info_open(program, &p->strings->arena, &x.build, err));
    return hw_vec_push(&p->programs, x) ? HW_OK : hw_nomem(err);
}

static void check_frames(const hw_profile *p)
{
    assert_int_equal(p->programs.at[0].fit, HW_FIT_PROVEN);
    for (size_t i = 0; i < p->locations.len; i++)
        assert_true(p->locations.at[i].frames > 0);
}

static void symbolize(const void *ctx)
{
    hw_strings strings;
    hw_profile p;
    hw_image *image;
    hw_error err;
    (void)ctx;
    read_bare(&strings, &p);
    assert_int_equal(hw_image_open(program, NULL, &image, &err), HW_OK);
    hw_failing_start();
    hw_status status = add_program(&p, &err);
    if (status == HW_OK)
        status = hw_executables_apply(&p, &image, &err);
    bool failed = hw_failing_stop();
    assert_int_equal(status, failed ? HW_NOMEM : HW_OK);
    if (failed && p.programs.len == 0)
        assert_int_equal(add_program(&p, &err), HW_OK);
    if (failed)
        assert_int_equal(hw_executables_apply(&p, &image, &err), HW_OK);
    check_frames(&p);
    hw_image_close(image);
    hw_profile_free(&p);
    hw_strings_free(&strings);
}

/* A text has its lines; its program says where it was loaded and what the runtime did inside. */
static void name_inner_calls(const void *ctx)
{
    hw_strings strings;
    hw_profile p;
    hw_image *image;
    hw_error err;
    unsigned collector = 0;
    (void)ctx;
    test_profile_read(HW_DATA "/corpus/recorded/1.26.8/moved/heap-pie.debug1.txt.gz", &strings, &p);
    assert_int_equal(hw_image_open(HW_BINARIES "/1.26.8/moved-pie", NULL, &image, &err), HW_OK);
    assert_int_equal(add_program(&p, &err), HW_OK);
    hw_failing_start();
    hw_status status = hw_executables_apply(&p, &image, &err);
    bool failed = hw_failing_stop();
    assert_int_equal(status, failed ? HW_NOMEM : HW_OK);
    if (failed)
        assert_int_equal(hw_executables_apply(&p, &image, &err), HW_OK);
    assert_int_equal(p.mappings.len, 1);
    check_frames(&p);
    for (size_t i = 0; i < p.inners.len; i++)
        collector += p.inners.at[i].collector;
    assert_int_equal(collector, 2);
    hw_image_close(image);
    hw_profile_free(&p);
    hw_strings_free(&strings);
}

/* A profile that is made of code is only good for being freed when that failed. */
static void survey(const void *ctx)
{
    hw_strings strings;
    hw_profile p;
    hw_image *image;
    hw_error err;
    uint64_t partly;
    (void)ctx;
    assert_true(hw_strings_init(&strings));
    hw_profile_init(&p, &strings);
    assert_int_equal(hw_image_open(HW_BINARIES "/other/amd64-1.20", NULL, &image, &err), HW_OK);
    assert_int_equal(add_program(&p, &err), HW_OK);
    hw_failing_start();
    hw_status status = hw_survey(image, &p, &partly, &err);
    bool failed = hw_failing_stop();
    assert_int_equal(status, failed ? HW_NOMEM : HW_OK);
    if (!failed)
        assert_true(p.samples.len > 20 && p.inputs.len == 1 && partly == 0);
    hw_image_close(image);
    hw_profile_free(&p);
    hw_strings_free(&strings);
}

static void test_surveying(void **state)
{
    (void)state;
    hw_fail_each(survey, NULL, 20);
}

static void test_texts(void **state)
{
    (void)state;
    hw_fail_each(name_inner_calls, NULL, 20);
}

static void test_symbolizing(void **state)
{
    (void)state;
    hw_fail_each(symbolize, NULL, 24);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_symbolizing),
                                       cmocka_unit_test(test_texts),
                                       cmocka_unit_test(test_surveying)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
