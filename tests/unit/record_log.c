/* What of a build's text is shown: all that is no diagnostic, log lines of several physical lines
 * as one. */
/* posix_openpt */
#define _XOPEN_SOURCE 700
#define _DEFAULT_SOURCE

#include <fcntl.h>
#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cmocka.h>

#include "run/record_log.h"

/* Standard error in a file while a text is recorded. */
typedef struct capture {
    FILE *file;
    int was;
} capture;

static void begin(capture *c)
{
    c->file = tmpfile();
    assert_non_null(c->file);
    fflush(stderr);
    c->was = dup(STDERR_FILENO);
    assert_true(c->was >= 0 && dup2(fileno(c->file), STDERR_FILENO) >= 0);
}

static char *end(capture *c)
{
    fflush(stderr);
    assert_true(dup2(c->was, STDERR_FILENO) >= 0);
    close(c->was);
    long n = lseek(fileno(c->file), 0, SEEK_END);
    char *text = calloc((size_t)n + 1, 1);
    assert_non_null(text);
    assert_int_equal(pread(fileno(c->file), text, (size_t)n, 0), n);
    fclose(c->file);
    return text;
}

static hw_status keep(void *ctx, const void *data, size_t n, hw_error *err)
{
    (void)err;
    return hw_buf_add(ctx, data, n);
}

typedef struct counts {
    uint64_t packages, lines;
} counts;

/* Recorded in chunks of `step` bytes; what is kept is the text. */
static char *shown(const char *text, size_t n, size_t step, counts *ret)
{
    hw_record_log l;
    hw_buf kept = {0};
    const hw_byte_sink sink = {keep, &kept};
    hw_error err;
    capture c;
    begin(&c);
    hw_record_log_begin(&l, &sink, false);
    hw_status status = HW_OK;
    for (size_t at = 0; at < n && status == HW_OK; at += step)
        status = hw_record_log_add(&l, text + at, n - at < step ? n - at : step, &err);
    if (status == HW_OK)
        status = hw_record_log_end(&l, &err);
    char *out = end(&c);
    assert_int_equal(status, HW_OK);
    assert_int_equal(kept.n, n);
    assert_memory_equal(kept.p, text, n);
    *ret = (counts){l.packages, l.lines};
    hw_record_log_free(&l);
    hw_buf_free(&kept);
    return out;
}

/* However the text comes, `want` of it is shown. */
static void check(const char *text, const char *want, uint64_t packages, uint64_t lines)
{
    static const size_t steps[] = {1, 7, 1 << 20};
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        counts got;
        char *out = shown(text, strlen(text), steps[i], &got);
        assert_string_equal(out, want);
        assert_int_equal(got.packages, packages);
        assert_int_equal(got.lines, lines);
        free(out);
    }
}

static void plain(void **state)
{
    (void)state;
    check("", "", 0, 0);
    check("# p\n./a.go:1:2: x escapes to heap\n\n./a.go:1:2: moved to heap: x", "", 1, 4);
    check("# p\n./a.go:1:2: moved to heap: x\n./a.go:3:4: undefined: y\n./a.go:5:4: undefined: z\n"
          "# q\n./b.go:1:2: moved to heap: x\ngo: failed to trim cache: no\n",
          "# p\n./a.go:3:4: undefined: y\n./a.go:5:4: undefined: z\ngo: failed to trim cache: no\n",
          2, 7);
    check("example.com/m/sub\n# example.com/m/sub\n./a.go:1:2: moved to heap: x\nexample.com/m\n",
          "example.com/m/sub\nexample.com/m\n", 1, 4);
    check("link: no room left", "link: no room left\n", 0, 1);
}

/* Go 1.21 about gin v1.9.1, a module of ours, and an error behind. */
static const char raw[] =
    "# github.com/gin-gonic/gin\n"
    "/m/gin@v1.9.1/deprecated.go:16:14: `BindWith(\\\"any, binding.Binding\\\") error is going to\n"
    "\tbe deprecated, please check issue #662 and either use MustBindWith() if you\n"
    "\twant HTTP 400 to be automatically returned if any error occur, or use\n"
    "\tShouldBindWith() if you need to manage the error.` escapes to heap:\n"
    "/m/gin@v1.9.1/deprecated.go:16:14:   flow: {storage for ... argument} = &{storage for "
    "`BindWith(\\\"any, binding.Binding\\\") error is going to\n"
    "\tbe deprecated, please check issue #662 and either use MustBindWith() if you\n"
    "\twant HTTP 400 to be automatically returned if any error occur, or use\n"
    "\tShouldBindWith() if you need to manage the error.`}:\n"
    "/m/gin@v1.9.1/utils.go:25:9:     from panic(`Bind struct can not be a pointer. Example:\n"
    "\tUse: gin.Bind(Struct{}) instead of gin.Bind(&Struct{})\n"
    "`) (call parameter) at /m/gin@v1.9.1/utils.go:25:8\n"
    "./talk.go:8:9: `panic: no\n"
    "\n"
    "--- FAIL: not this one\n"
    "exit status 2\n"
    "` escapes to heap\n"
    "./talk.go:14:13: `go: a\\\n"
    "./b.go:1:2: undefined: c` escapes to heap\n";

static void raw_strings(void **state)
{
    (void)state;
    char text[sizeof raw + 64];
    check(raw, "", 1, 19);
    snprintf(text, sizeof text, "%s./z.go:1:2: undefined: z\n", raw);
    check(text, "# github.com/gin-gonic/gin\n./z.go:1:2: undefined: z\n", 1, 20);
}

/* A backquote that is an ordinary character opens nothing. */
static void lone_backquotes(void **state)
{
    (void)state;
    check("# p\n./a.go:1:2: '`' escapes to heap\nlink: out of memory\n"
          "./a.go:2:2: \"a`b\" escapes to heap\nexit status 2\n"
          "./a.go:3:2: \"\\\"`\" escapes to heap\ntoo many errors\n",
          "# p\nlink: out of memory\nexit status 2\ntoo many errors\n", 1, 7);
    check("# p\n./a.go:1:2: can't find `x\n./a.go:2:2: moved to heap: x\n# q\n./b.go:1:1: no\n",
          "# p\n./a.go:1:2: can't find `x\n# q\n./b.go:1:1: no\n", 2, 5);
    /* an error's own further lines come with it, whatever ends the text */
    check("# p\n./a.go:1:2: stray `\nmore of it", "# p\n./a.go:1:2: stray `\nmore of it\n", 1, 3);
}

/* Longer than any literal: the compiler's, and what follows is looked at again. */
static void long_log_lines(void **state)
{
    (void)state;
    enum { FILL = 3 << 20 };
    static const char head[] = "# p\n./a.go:1:2: `", tail[] = "\n./a.go:9:9: undefined: y\n";
    char *text = malloc(sizeof head + FILL + sizeof tail);
    counts got;
    assert_non_null(text);
    for (int lines = 0; lines < 2; lines++) {
        memcpy(text, head, sizeof head);
        memset(text + sizeof head - 1, 'x', FILL);
        for (size_t i = sizeof head; lines && i < FILL; i += 1000)
            text[i] = '\n';
        memcpy(text + sizeof head - 1 + FILL, tail, sizeof tail);
        char *out = shown(text, strlen(text), 1 << 16, &got);
        if (!lines)
            assert_string_equal(out, "# p\n./a.go:9:9: undefined: y\n");
        assert_non_null(strstr(out, "./a.go:9:9: undefined: y\n"));
        assert_int_equal(got.packages, 1);
        free(out);
    }
    free(text);
}

/* Until the line is gone again, its third CR: a terminal hands on what it has in pieces. */
static void read_all(int master, char *ret, size_t size)
{
    size_t n = 0;
    for (int returns = 0; returns < 3;) {
        struct pollfd ready = {.fd = master, .events = POLLIN};
        assert_int_equal(poll(&ready, 1, 10000), 1);
        assert_true(n + 1 < size);
        assert_int_equal(read(master, ret + n, 1), 1);
        returns += ret[n++] == '\r';
    }
    ret[n] = '\0';
    char *seconds = strstr(ret, " lines, "); /* it may have taken some */
    if (seconds)
        seconds[8] = '0';
}

/* What is drawn on a terminal of so many columns: the progress line, and the line gone again. */
static void drawn(unsigned short columns, char *ret, size_t size)
{
    const struct winsize window = {.ws_row = 24, .ws_col = columns};
    static const char text[] = "# p\n./a.go:1:2: moved to heap: x\n";
    hw_record_log l;
    hw_buf kept = {0};
    const hw_byte_sink sink = {keep, &kept};
    hw_error err;
    int master = posix_openpt(O_RDWR | O_NOCTTY), was = dup(STDERR_FILENO);
    assert_true(master >= 0 && was >= 0 && grantpt(master) == 0 && unlockpt(master) == 0);
    int terminal = open(ptsname(master), O_RDWR | O_NOCTTY);
    assert_true(terminal >= 0 && ioctl(terminal, TIOCSWINSZ, &window) == 0);
    assert_true(dup2(terminal, STDERR_FILENO) >= 0);
    hw_record_log_begin(&l, &sink, true);
    hw_status status = hw_record_log_add(&l, text, sizeof text - 1, &err);
    hw_record_log_tick(&l);
    if (status == HW_OK)
        status = hw_record_log_end(&l, &err);
    assert_true(dup2(was, STDERR_FILENO) >= 0);
    close(was);
    read_all(master, ret, size);
    close(terminal);
    close(master);
    hw_record_log_free(&l);
    hw_buf_free(&kept);
    assert_int_equal(status, HW_OK);
}

/* Never as wide as the terminal: a line that is broken is not wiped. Wiped with "^C" behind it. */
static void progress(void **state)
{
    (void)state;
    char got[512];
    drawn(80, got, sizeof got);
    assert_string_equal(got, "\rrecording: 1 packages, 2 lines, 0 s "
                             "\r                                      \r");
    drawn(20, got, sizeof got);
    assert_string_equal(got, "\rrecording: 1 packag\r                   \r");
    drawn(0, got, sizeof got); /* a terminal that does not know */
    assert_string_equal(got, "\rrecording: 1 packages, 2 lines, 0 s "
                             "\r                                      \r");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plain),           cmocka_unit_test(raw_strings),
        cmocka_unit_test(lone_backquotes), cmocka_unit_test(long_log_lines),
        cmocka_unit_test(progress),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
