#include "run/record_log.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/error.h"
#include "base/str.h"
#include "go/log_line.h"
#include "run/tty.h"
#include "session/inputs.h"
#include "session/session.h"

enum {
    LOOKED_AT = 1 << 20, /* a longer log line is the compiler's */
    REDRAW = 200,        /* milliseconds */
};

void hw_record_log_begin(hw_record_log *l, const hw_byte_sink *to, bool progress)
{
    *l = (hw_record_log){.to = *to, .progress = progress, .started = hw_clock_ms()};
}

double hw_record_log_seconds(const hw_record_log *l)
{
    return (double)(hw_clock_ms() - l->started) / 1000;
}

/* How many columns a line may have: "\r" leads back to its start only if the terminal did not wrap
 * it. */
static size_t room(void)
{
    unsigned columns = hw_tty_columns(STDERR_FILENO);
    return columns ? columns - 1 : SIZE_MAX;
}

static void wipe(hw_record_log *l)
{
    size_t width = l->width + 2; /* and "^C", which the terminal wrote behind it */
    if (l->width)
        fprintf(stderr, "\r%*s\r", (int)(width < room() ? width : room()), "");
    l->width = 0;
}

void hw_record_log_tick(hw_record_log *l)
{
    int64_t now = hw_clock_ms();
    if (!l->progress || now - l->drawn < REDRAW)
        return;
    l->drawn = now;
    char text[96];
    int n =
        snprintf(text, sizeof text, "recording: %" PRIu64 " packages, %" PRIu64 " lines, %.0f s ",
                 l->packages, l->lines, hw_record_log_seconds(l));
    l->width = n > 0 ? (size_t)n : 0;
    l->width = l->width < room() ? l->width : room();
    fprintf(stderr, "\r%.*s", (int)l->width, text);
    fflush(stderr);
}

/* Bytes are passed on as they came, to where the go command itself would have written them. */
static void show(hw_record_log *l, hw_str line, bool of_package)
{
    wipe(l);
    if (of_package && l->header.n)
        fprintf(stderr, "%.*s\n", HW_STR_ARG(hw_buf_view(&l->header)));
    if (of_package)
        hw_buf_clear(&l->header);
    fwrite(line.p, 1, line.n, stderr);
    fputc('\n', stderr);
}

static hw_status take_log_line(hw_record_log *l, hw_str log_line, hw_error *err)
{
    hw_message_class class = hw_session_classify(log_line);
    hw_role role = hw_message_class_role(class);
    if (role == HW_ROLE_BLOCK) {
        l->packages++;
        hw_buf_clear(&l->header);
        return hw_buf_str(&l->header, log_line) == HW_OK ? HW_OK : hw_nomem(err);
    }
    /* The compiler's diagnostics fill thousands of screens. */
    if (log_line.n && (role == HW_ROLE_UNKNOWN || role == HW_ROLE_NOT_COMPILER))
        show(l, log_line, class != HW_CLASS_GO_COMMAND);
    return HW_OK;
}

/* All that is held is one log line. */
static hw_status end_log_line(hw_record_log *l, hw_error *err)
{
    hw_str log_line = hw_buf_view(&l->log_line);
    hw_status status = l->cut ? HW_OK : take_log_line(l, log_line, err);
    hw_buf_clear(&l->log_line);
    l->line = 0;
    l->cut = false;
    return status;
}

/* The log line that ends before the last physical line, which begins another. */
static hw_status end_earlier(hw_record_log *l, hw_error *err)
{
    HW_TRY(take_log_line(l, hw_str_sub(hw_buf_view(&l->log_line), 0, l->line - 1), err));
    l->log_line.n -= l->line;
    memmove(l->log_line.p, l->log_line.p + l->line, l->log_line.n);
    l->line = 0;
    return HW_OK;
}

/* The LF behind a line came. */
static hw_status take_line(hw_record_log *l, hw_error *err)
{
    hw_str line = hw_str_from(hw_buf_view(&l->log_line), l->line);
    l->lines++;
    if (!hw_log_line_goes_on(&l->growth, line) && l->line)
        HW_TRY(end_earlier(l, err));
    if (l->cut)
        l->growth = (hw_log_line_growth){0};
    if (!l->growth.open)
        return end_log_line(l, err);
    if (hw_buf_add(&l->log_line, "\n", 1) != HW_OK)
        return hw_nomem(err);
    l->line = l->log_line.n;
    return HW_OK;
}

hw_status hw_record_log_add(hw_record_log *l, const char *p, size_t n, hw_error *err)
{
    l->bytes += n;
    HW_TRY(l->to.write(l->to.ctx, p, n, err));
    while (n) {
        const char *end = memchr(p, '\n', n);
        size_t part = end ? (size_t)(end - p) : n;
        size_t room = l->log_line.n < LOOKED_AT ? LOOKED_AT - l->log_line.n : 0;
        size_t kept = room < part ? room : part;
        l->cut = l->cut || kept < part;
        if (hw_buf_add(&l->log_line, p, kept) != HW_OK)
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
    hw_status status = l->log_line.n > l->line ? take_line(l, err) : HW_OK;
    if (status == HW_OK && l->line) { /* a log line that the text ends in */
        l->log_line.n = l->line - 1;
        status = end_log_line(l, err);
    }
    wipe(l);
    fflush(stderr);
    return status;
}

void hw_record_log_free(hw_record_log *l)
{
    hw_buf_free(&l->log_line);
    hw_buf_free(&l->header);
}
