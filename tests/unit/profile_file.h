/* A recorded profile, read as a session does. */
#ifndef HW_TEST_PROFILE_FILE_H
#define HW_TEST_PROFILE_FILE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/error.h"
#include "decode/decode.h"
#include "intake/intake.h"

static inline hw_status test_profile_add(const char *path, hw_profile *p, hw_error *err)
{
    hw_intake in = {.limits = hw_limits_filled(NULL)};
    hw_decoder *d;
    HW_TRY(hw_decode_new(hw_str_of(path), &in.limits, p, &d, err));
    hw_byte_sink s = hw_decode_sink(d);
    hw_status status = hw_intake_profile(&in, hw_str_of(path), &s, err);
    if (status == HW_OK)
        status = hw_decode_finish(d, err);
    hw_decode_free(d);
    return status;
}

/* Makes both, to be freed, and fails the test on an error. */
static inline void test_profile_read(const char *path, hw_strings *strings, hw_profile *p)
{
    hw_error err;
    assert_true(hw_strings_init(strings));
    hw_profile_init(p, strings);
    if (test_profile_add(path, p, &err) != HW_OK)
        fail_msg("%s: %s", path, err.message);
}

#endif
