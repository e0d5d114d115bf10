#include "cli/record_log.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/error.h"
#include "base/str.h"
#include "session/session.h"

enum {
    LOOKED_AT = 1 << 20, /* a longer line is the compiler's */
    REDRAW = 200,        /* milliseconds */
};

static int64_t now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

void hw_record_log_begin(hw_record_log *l, const hw_sink *to, bool progress)
{
    *l = (hw_record_log){.to = *to, .progress = progress, .started = now_ms()};
}

double hw_record_log_seconds(const hw_record_log *l)
{
    return (double)(now_ms() - l->started) / 1000;
}

static void wipe(hw_record_log *l)
{
    if (l->width)
        fprintf(stderr, "\r%*s\r", (int)l->width, "");
    l->width = 0;
}

void hw_record_log_tick(hw_record_log *l)
{
    int64_t now = now_ms();
    if (!l->progress || now - l->drawn < REDRAW)
        return;
    l->drawn = now;
    int n = fprintf(stderr, "\rrecording: %" PRIu64 " packages, %" PRIu64 " lines, %.0f s ",
                    l->packages, l->lines, hw_record_log_seconds(l));
    l->width = n > 1 ? (size_t)n - 1 : 0;
    fflush(stderr);
}

static bool odd_backquotes(hw_str line)
{
    bool odd = false;
    for (size_t at = 0, n; (n = hw_str_chr(hw_str_from(line, at), '`')) != HW_NPOS; at += n + 1)
        odd = !odd;
    return odd;
}

/* Whether the compiler's diagnostics, which fill thousands of screens, have this line. Inside a raw
 * string of several lines that is all that is not an error for sure; a lone backquote may be an
 * ordinary character, so the next header ends the string too. */
static bool is_diagnostic(hw_record_log *l, hw_str line, hw_role role)
{
    bool literal = l->in_literal && role != HW_ROLE_FOREIGN;
    bool diagnostic = role != HW_ROLE_UNKNOWN && role != HW_ROLE_FOREIGN;
    if ((diagnostic || literal) && odd_backquotes(line))
        l->in_literal = !l->in_literal;
    return diagnostic || literal || l->cut;
}

/* Bytes as they came: they go where the go command's own output would have gone. */
static void show(hw_record_log *l, hw_str line)
{
    bool of_package = !hw_str_starts(line, HW_STR("go: "));
    wipe(l);
    if (of_package && l->header.n)
        fprintf(stderr, "%.*s\n", HW_STR_ARG(hw_buf_view(&l->header)));
    if (of_package)
        hw_buf_clear(&l->header);
    fwrite(line.p, 1, line.n, stderr);
    fputc('\n', stderr);
}

static hw_status take_line(hw_record_log *l, hw_error *err)
{
    hw_str line = hw_buf_view(&l->line);
    hw_role role = hw_shape_role(hw_session_classify(line));
    hw_status status = HW_OK;
    l->lines++;
    if (role == HW_ROLE_BLOCK) {
        l->packages++;
        l->in_literal = false;
        hw_buf_clear(&l->header);
        status = hw_buf_str(&l->header, line) == HW_OK ? HW_OK : hw_nomem(err);
    } else if (!is_diagnostic(l, line, role) && line.n) {
        show(l, line);
    }
    hw_buf_clear(&l->line);
    l->cut = false;
    return status;
}

hw_status hw_record_log_add(hw_record_log *l, const char *p, size_t n, hw_error *err)
{
    l->bytes += n;
    HW_TRY(l->to.write(l->to.ctx, p, n, err));
    while (n) {
        const char *end = memchr(p, '\n', n);
        size_t part = end ? (size_t)(end - p) : n;
        size_t kept = LOOKED_AT - l->line.n < part ? LOOKED_AT - l->line.n : part;
        l->cut = l->cut || kept < part;
        if (hw_buf_add(&l->line, p, kept) != HW_OK)
            return hw_nomem(err);
        if (end)
            HW_TRY(take_line(l, err));
        part += end != NULL;
        p += part;
        n -= part;
    }
    return HW_OK;
}

hw_status hw_record_log_end(hw_record_log *l, hw_error *err)
{
    hw_status status = l->line.n ? take_line(l, err) : HW_OK;
    wipe(l);
    fflush(stderr);
    return status;
}

void hw_record_log_free(hw_record_log *l)
{
    hw_buf_free(&l->line);
    hw_buf_free(&l->header);
}
