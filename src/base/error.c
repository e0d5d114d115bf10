#include "base/error.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/locator_show.h"
#include "base/utf8.h"

HW_PRINTF(4, 0)
static void put(hw_error *err, hw_status status, hw_str input, const char *fmt, va_list ap)
{
    char raw[sizeof err->message];
    int n = vsnprintf(raw, sizeof raw, fmt, ap);
    if (n < 0)
        n = 0;
    size_t len = (size_t)n < sizeof raw ? (size_t)n : sizeof raw - 1;
    *err = (hw_error){.status = status, .offset = -1};
    hw_utf8_clean((hw_str){raw, len}, err->message, sizeof err->message);
    hw_locator_show(input, err->input, sizeof err->input);
}

hw_status hw_fail(hw_error *err, hw_status status, hw_str input, const char *fmt, ...)
{
    if (err) {
        va_list ap;
        va_start(ap, fmt);
        put(err, status, input, fmt, ap);
        va_end(ap);
    }
    return status;
}

hw_status hw_fail_at(hw_error *err, hw_status status, hw_str input, uint64_t offset,
                     const char *fmt, ...)
{
    if (err) {
        va_list ap;
        va_start(ap, fmt);
        put(err, status, input, fmt, ap);
        va_end(ap);
        err->offset = offset <= INT64_MAX ? (int64_t)offset : INT64_MAX;
    }
    return status;
}

hw_status hw_fail_line(hw_error *err, hw_status status, hw_str input, uint64_t line,
                       const char *fmt, ...)
{
    if (err) {
        va_list ap;
        va_start(ap, fmt);
        put(err, status, input, fmt, ap);
        va_end(ap);
        err->line = line <= INT64_MAX ? (int64_t)line : INT64_MAX;
    }
    return status;
}

hw_status hw_fail_sys(hw_error *err, int sys, hw_str input, const char *what)
{
    char why[128];
    /* XSI strerror_r: fills the buffer, returns 0. */
    if (strerror_r(sys, why, sizeof why) != 0)
        snprintf(why, sizeof why, "system error %d", sys);
    hw_status s = hw_fail(err, HW_IO, input, "%s: %s", what, why);
    if (err)
        err->sys = sys;
    return s;
}

hw_status hw_nomem(hw_error *err)
{
    return hw_fail(err, HW_NOMEM, (hw_str){0}, "out of memory");
}

void hw_error_text(const hw_error *err, char *buf, size_t size)
{
    char where[48] = "";
    if (err->line > 0)
        snprintf(where, sizeof where, " (line %lld)", (long long)err->line);
    else if (err->offset >= 0)
        snprintf(where, sizeof where, " (at byte %lld)", (long long)err->offset);
    snprintf(buf, size, "%s%s%s%s", err->input, err->input[0] ? ": " : "", err->message, where);
}
