/* A sink that keeps what it gets, up to a limit at which it fails. */
#ifndef HW_TESTS_REPORT_SINK_H
#define HW_TESTS_REPORT_SINK_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/error.h"

static inline hw_status keep_bytes(void *ctx, const void *data, size_t n, hw_error *err)
{
    hw_status s = hw_buf_add(ctx, data, n);
    return s == HW_OK ? HW_OK : hw_fail(err, HW_IO, HW_STR("sink"), "full");
}

static inline hw_byte_sink keeping(hw_buf *b)
{
    return (hw_byte_sink){keep_bytes, b};
}

static inline const char *kept(hw_buf *b)
{
    assert_int_equal(hw_buf_add(b, "", 1), HW_OK);
    b->n--;
    return b->p;
}

#endif
