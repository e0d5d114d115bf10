/* Every allocation of reading an assembly listing fails once: HW_NOMEM, and the reader goes on. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/error.h"
#include "fault/failing_malloc.h"
#include "listing/listing.h"
#include "machine/call.h"

/* One of each kind of what is kept, with names that need memory of their own. */
static const char text[] =
    "# example.com/lab\n"
    "funcpctab \"\".f [valfunc=pctoinline]\n"
    "     0      0 00000 (/m.go:3)\tTEXT\t\"\".f(SB), $0-0\n"
    "-- inlining tree for \"\".f:\n"
    "0 | -1 | a.F.func1#UICQXqfJovQ=# (/m.go:4:2) pc=0\n"
    "--\n"
    "\"\".f STEXT size=13 args=0x0 locals=0x0 funcid=0x0\n"
    "\t0x0000 00000 (/m.go:3)\tTEXT\t\"\".f(SB), $0-0\n"
    "\t0x0000 00000 (/a.go:7)\tLEAQ\ttype.example.com/x.T(SB), AX\n"
    "\t0x0007 00007 (/a.go:7)\tCALL\truntime.newobject(SB)\n"
    "\t0x0000 48 8d 05 00 00 00 00 e8 00 00 00 00 c3           H............\n"
    "\trel 3+4 t=14 type.example.com/x.T+0\n"
    "\trel 8+4 t=7 runtime.newobject+0\n"
    "type.[]int SRODATA dupok size=56\n"
    "\t0x0000 18\n";

static hw_status one(void *ctx, const hw_image_function *f, const hw_call *call, hw_error *err)
{
    (void)f;
    HW_TRY(hw_image_frames_of(((void **)ctx)[0], call->pc, ((void **)ctx)[1], err));
    return HW_OK;
}

static hw_status look(hw_image *image, hw_error *err)
{
    hw_image_frames frames = {0};
    void *ctx[] = {image, &frames};
    hw_calls *calls;
    bool whole;
    HW_TRY(hw_calls_open(image, hw_listing_go(image), &calls, err));
    hw_status status = hw_calls_of(calls, 0, one, ctx, &whole, err);
    if (status == HW_OK)
        assert_int_equal(frames.len, 2);
    hw_vec_free(&frames);
    hw_calls_close(calls);
    return status;
}

static void read_once(const void *ctx)
{
    const hw_listing_text t = {HW_STR("x.S"), {text, sizeof text - 1}};
    hw_image *image = NULL;
    hw_error err;
    (void)ctx;
    hw_failing_start();
    hw_status status = hw_listing_image(&t, 1, 0, &image, &err);
    if (status == HW_OK)
        status = look(image, &err);
    bool failed = hw_failing_stop();
    hw_image_close(image);
    assert_int_equal(status, failed ? HW_NOMEM : HW_OK);
}

static void reading(void **state)
{
    (void)state;
    read_once(NULL); /* libcapstone is loaded now */
    hw_fail_each(read_once, NULL, 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(reading)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
