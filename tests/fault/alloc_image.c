/* Every allocation of reading a program's tables fails once: HW_NOMEM, and the image goes on. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "executable/program.h"
#include "fault/failing_malloc.h"

static const char *const files[] = {HW_DATA "/../fuzz/corpus/image/go1.20-pie", /* copies */
                                    HW_DATA "/../fuzz/corpus/image/go1.27"};

static void open_one(const void *ctx)
{
    hw_image *image;
    hw_error err;
    hw_failing_start();
    hw_status status = hw_image_open(ctx, NULL, &image, &err);
    bool failed = hw_failing_stop();
    assert_int_equal(status, failed ? HW_NOMEM : HW_OK);
    if (!failed)
        hw_image_close(image);
}

static void opening(void **state)
{
    (void)state;
    for (size_t i = 0; i < 2; i++)
        hw_fail_each(open_one, files[i], 5);
}

static void ask(const void *ctx)
{
    hw_image *image;
    hw_image_frames frames = {0};
    hw_error err;
    assert_int_equal(hw_image_open(ctx, NULL, &image, &err), HW_OK);
    uint64_t pc = hw_image_go_module(image)->text + 40;
    hw_failing_start();
    hw_status status = hw_image_frames_of(image, pc, &frames, &err);
    bool failed = hw_failing_stop();
    assert_int_equal(status, failed ? HW_NOMEM : HW_OK);
    assert_int_equal(hw_image_frames_of(image, pc, &frames, &err), HW_OK);
    assert_int_equal(frames.len, 3); /* as if nothing had been */
    hw_vec_free(&frames);
    hw_image_close(image);
}

static void asking(void **state)
{
    (void)state;
    hw_fail_each(ask, files[0], 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(opening), cmocka_unit_test(asking)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
