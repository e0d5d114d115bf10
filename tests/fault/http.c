/* What servers do wrong, and what must not leak to them. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include <zlib.h>

#include "base/error.h"
#include "fault/http_server.h"
#include "intake/intake.h"

static const char content[] =
    "\012\004\010\001\020\002 content of a profile, as far as intake cares";
static unsigned char packed[512], twice[1024];
static size_t packed_n, twice_n;
static unsigned failures; /* that /flaky still has to give */
static char other_origin[64];

static size_t gzip(const void *data, size_t n, unsigned char *to, size_t size)
{
    z_stream z = {0};
    unsigned char in[1024];
    memcpy(in, data, n);
    assert_int_equal(deflateInit2(&z, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
    z.next_in = in;
    z.avail_in = (unsigned)n;
    z.next_out = to;
    z.avail_out = (unsigned)size;
    assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
    size_t len = z.total_out;
    deflateEnd(&z);
    return len;
}

static void reply(int fd, const char *status, const char *headers, const void *body, size_t n)
{
    server_print(fd, "HTTP/1.1 %s\r\nConnection: close\r\n%sContent-Length: %zu\r\n\r\n", status,
                 headers, n);
    server_send(fd, body, n);
}

static void redirect(int fd, const char *to)
{
    server_print(
        fd, "HTTP/1.1 302 Found\r\nConnection: close\r\nLocation: %s\r\nContent-Length: 0\r\n\r\n",
        to);
}

static void send_chunks(int fd, bool whole)
{
    server_print(fd, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
    for (size_t i = 0; i < packed_n; i += 7) {
        size_t n = packed_n - i < 7 ? packed_n - i : 7;
        server_print(fd, "%zx\r\n", n);
        server_send(fd, packed + i, n);
        server_print(fd, "\r\n");
    }
    if (whole)
        server_print(fd, "0\r\n\r\n");
}

static void send_without_end(int fd)
{
    static const char zeros[4096];
    server_print(fd, "HTTP/1.1 200 OK\r\n\r\nx");
    for (int i = 0; i < 1024; i++)
        server_send(fd, zeros, sizeof zeros);
}

static void long_headers(int fd, int count, int n)
{
    server_print(fd, "HTTP/1.1 200 OK\r\n");
    for (int i = 0; i < count; i++) {
        server_print(fd, "X-%d: ", i);
        for (int k = 0; k < n; k += 1000)
            server_print(fd, "%01000d", 0);
        server_print(fd, "\r\n");
    }
    server_print(fd, "Content-Length: 1\r\n\r\nx");
}

static void flaky(int fd)
{
    if (failures == 0)
        reply(fd, "200 OK", "", packed, packed_n);
    else if (failures-- % 2)
        reply(fd, "503 Service Unavailable", "", "later", 5);
    else
        reply(fd, "429 Too Many Requests", "Retry-After: 0\r\n", "later", 5);
}

static void answer(server *s, int fd, const char *request)
{
    (void)s;
    char path[256] = "";
    (void)sscanf(request, "GET %255[^ ?]", path);
#define PATH(text) (strcmp(path, (text)) == 0)
    if (PATH("/heap.gz") || PATH("/debug/pprof/heap"))
        reply(fd, "200 OK", "Content-Type: application/octet-stream\r\n", packed, packed_n);
    else if (PATH("/raw"))
        reply(fd, "200 OK", "", content, sizeof content);
    else if (PATH("/chunked"))
        send_chunks(fd, true);
    else if (PATH("/cut-chunked"))
        send_chunks(fd, false);
    else if (PATH("/coded"))
        reply(fd, "200 OK", "Content-Encoding: gzip\r\n", twice, twice_n);
    else if (PATH("/coded-once"))
        reply(fd, "200 OK", "content-encoding:  GZIP \r\n", packed, packed_n);
    else if (PATH("/coded-not"))
        reply(fd, "200 OK", "Content-Encoding: x-gzip\r\n", content, sizeof content);
    else if (PATH("/coded-cut"))
        reply(fd, "200 OK", "Content-Encoding: gzip\r\n", twice, twice_n - 4);
    else if (PATH("/brotli"))
        reply(fd, "200 OK", "Content-Encoding: br\r\n", "x", 1);
    else if (PATH("/empty"))
        reply(fd, "200 OK", "", "", 0);
    else if (PATH("/204"))
        server_print(fd, "HTTP/1.1 204 No Content\r\n\r\n");
    else if (PATH("/304"))
        server_print(fd, "HTTP/1.1 304 Not Modified\r\n\r\n");
    else if (PATH("/cut"))
        server_print(fd, "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n0123456789");
    else if (PATH("/cut-gzip")) {
        server_print(fd, "HTTP/1.1 200 OK\r\n\r\n");
        server_send(fd, packed, packed_n - 9);
    } else if (PATH("/slow")) {
        server_print(fd, "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n0123");
        server_wait_closed(fd);
    } else if (PATH("/flaky"))
        flaky(fd);
    else if (PATH("/500"))
        reply(fd, "500 Internal Server Error", "", "secret-of-the-server", 20);
    else if (PATH("/401"))
        reply(fd, "401 Unauthorized", "WWW-Authenticate: Basic\r\n", "", 0);
    else if (PATH("/loop"))
        redirect(fd, "/loop");
    else if (PATH("/slow-loop")) {
        nanosleep(&(struct timespec){.tv_nsec = 400 * 1000000}, NULL);
        redirect(fd, "/slow-loop");
    } else if (PATH("/long-header"))
        long_headers(fd, 1, 1 << 20);
    else if (PATH("/many-headers"))
        long_headers(fd, 1000, 4000);
    else if (PATH("/to-raw"))
        redirect(fd, "raw");
    else if (PATH("/to-file"))
        redirect(fd, "file:///etc/passwd");
    else if (PATH("/to-ftp"))
        redirect(fd, "ftp://user:S3CRET@h/;token=S3CRET?jwt=S3CRET&S3CRET#S3CRET");
    else if (PATH("/to-odd"))
        redirect(fd, "http://user:S3/S3CRET@\x1b[31m/?x=S3CRET");
    else if (PATH("/to-missing"))
        redirect(fd, "/nothing;a=S3CRET?b=S3CRET");
    else if (PATH("/to-nowhere"))
        redirect(fd, "http://");
    else if (PATH("/to-other"))
        redirect(fd, other_origin);
    else if (PATH("/endless"))
        send_without_end(fd);
    else if (PATH("/ssh"))
        server_print(fd, "SSH-2.0-OpenSSH_9.2\r\n");
    else if (!PATH("/close"))
        reply(fd, "404 Not Found", "", "404 page not found\n", 19);
}

static server *one, *two;

static hw_status collect(void *ctx, const void *data, size_t n, hw_error *err)
{
    (void)err;
    return hw_buf_add(ctx, data, n);
}

static hw_status get(const hw_intake *in, const char *path, hw_buf *out, hw_error *err)
{
    char url[256];
    hw_byte_sink to = {collect, out};
    hw_buf_clear(out);
    server_reset(one);
    server_reset(two);
    *err = (hw_error){.offset = -1};
    snprintf(url, sizeof url, "http://127.0.0.1:%d%s", server_port(one), path);
    return hw_intake_profile(in, hw_str_of(url), &to, err);
}

static hw_intake defaults(void)
{
    return (hw_intake){.limits = hw_limits_filled(NULL), .fetch = {.timeout = 20}};
}

static void assert_got(const char *path, const hw_intake *in)
{
    hw_buf out = {0};
    hw_error err;
    hw_status s = get(in, path, &out, &err);
    if (s != HW_OK)
        fail_msg("%s: %s", path, err.message);
    assert_int_equal(err.status, HW_OK); /* failed tries do not show */
    assert_int_equal(out.n, sizeof content);
    assert_memory_equal(out.p, content, sizeof content);
    hw_buf_free(&out);
}

static void assert_refused(const char *path, const hw_intake *in, hw_status status,
                           const char *words)
{
    hw_buf out = {0};
    hw_error err;
    char input[64];
    hw_status s = get(in, path, &out, &err);
    if (s != status || !strstr(err.message, words))
        fail_msg("%s: status %d, '%s', wanted %d, '%s'", path, s, err.message, status, words);
    snprintf(input, sizeof input, "http://127.0.0.1:%d", server_port(one));
    assert_int_equal(strncmp(err.input, input, strlen(input)), 0);
    hw_buf_free(&out);
}

static void good_answers(void **state)
{
    (void)state;
    hw_intake in = defaults();
    static const char *const paths[] = {"/heap.gz", "/raw",        "/chunked",   "/coded",
                                        "",         "/coded-once", "/coded-not", "/to-raw",
                                        "/",        "?gc=1",       "/?gc=1"};
    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++)
        assert_got(paths[i], &in);
    assert_non_null(strstr(server_last(one), "GET /debug/pprof/heap?gc=1 HTTP"));
    assert_non_null(strstr(server_last(one), "User-Agent: heapwitness/"));
}

static void addresses(void **state)
{
    (void)state;
    hw_intake in = defaults();
    hw_buf out = {0};
    hw_byte_sink to = {collect, &out};
    hw_error err;
    char at[64];
    snprintf(at, sizeof at, "127.0.0.1:%d", server_port(one));
    assert_int_equal(hw_intake_profile(&in, hw_str_of(at), &to, &err), HW_OK);
    assert_non_null(strstr(server_last(one), "GET /debug/pprof/heap HTTP"));
    snprintf(at, sizeof at, "me:pw@127.0.0.1:%d/raw", server_port(one));
    assert_int_equal(hw_intake_profile(&in, hw_str_of(at), &to, &err), HW_OK);
    assert_non_null(strstr(server_last(one), "GET /raw HTTP"));
    assert_non_null(strstr(server_last(one), "Authorization: Basic bWU6cHc="));
    /* A log's URL is taken as it is. */
    hw_text t;
    snprintf(at, sizeof at, "http://127.0.0.1:%d/heap.gz", server_port(one));
    assert_int_equal(hw_intake_text(&in, hw_str_of(at), &t, &err), HW_OK);
    assert_memory_equal(t.bytes.p, content, sizeof content);
    hw_text_free(&t, 1);
    snprintf(at, sizeof at, "http://127.0.0.1:%d", server_port(one));
    assert_int_equal(hw_intake_text(&in, hw_str_of(at), &t, &err), HW_IO);
    assert_non_null(strstr(server_last(one), "GET / HTTP"));
    hw_buf_free(&out);
}

static void seconds(void **state)
{
    (void)state;
    hw_intake in = defaults();
    in.fetch.seconds = 7;
    assert_got("/heap.gz", &in);
    assert_non_null(strstr(server_last(one), "GET /heap.gz?seconds=7 HTTP"));
    assert_got("?gc=1&seconds=30&x=1", &in);
    assert_non_null(strstr(server_last(one), "GET /debug/pprof/heap?gc=1&x=1&seconds=7 HTTP"));
}

static void bad_answers(void **state)
{
    (void)state;
    static const struct {
        const char *path;
        hw_status status;
        const char *words;
    } rows[] = {
        {"/missing", HW_IO, "HTTP status 404; does the service import net/http/pprof"},
        {"/500", HW_IO, "HTTP status 500"},
        {"/401", HW_IO, "HTTP status 401; --user"},
        {"/304", HW_IO, "HTTP status 304"},
        {"/204", HW_FORMAT, "empty"},
        {"/empty", HW_FORMAT, "empty"},
        {"/cut", HW_IO, "ended before the answer was complete (10 bytes came)"},
        {"/cut-chunked", HW_IO, "ended before the answer was complete"},
        {"/cut-gzip", HW_FORMAT, "gzip stream is cut short"},
        {"/coded-cut", HW_FORMAT, "gzip stream is cut short"},
        {"/brotli", HW_UNSUPPORTED, "Content-Encoding"},
        {"/loop", HW_LIMIT, "more than 10 times; --max-redirects"},
        {"/to-file", HW_UNSUPPORTED, "leads to file:///etc/passwd"},
        {"/to-nowhere", HW_UNSUPPORTED, "leads to"},
        {"/close", HW_IO, "without an answer"},
        {"/long-header", HW_LIMIT, "the headers of the answer are too long"},
        {"/many-headers", HW_LIMIT, "the headers of the answer are too long"},
        {"/ssh", HW_UNSUPPORTED, "does not speak HTTP"},
    };
    hw_intake in = defaults();
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        assert_refused(rows[i].path, &in, rows[i].status, rows[i].words);
    assert_refused("/loop", &in, HW_LIMIT, "--max-redirects");
    assert_int_equal(server_count(one), 11);
    in.limits.response = 100000;
    assert_refused("/endless", &in, HW_LIMIT, "--max-response");
    in.limits.response = 10;
    assert_refused("/coded", &in, HW_LIMIT, "--max-response");
}

static void time_runs_out(void **state)
{
    (void)state;
    hw_intake in = defaults();
    in.fetch.timeout = 1.5; /* long enough for four bytes on a busy machine */
    assert_refused("/slow", &in, HW_IO, "--timeout");
    assert_int_equal(server_count(one), 1);
    in.fetch.retry = 3; /* bytes were handed on: no second try */
    assert_refused("/slow", &in, HW_IO, "(4 bytes came)");
    assert_int_equal(server_count(one), 1);
}

/* Redirects, further tries and pauses have no time of their own. */
static void time_is_of_the_whole_transfer(void **state)
{
    (void)state;
    hw_intake in = defaults();
    in.fetch.timeout = 1.5;
    assert_refused("/slow-loop", &in, HW_IO, "--timeout");
    assert_in_range(server_count(one), 1, 4);
    in.fetch.retry = 1000;
    assert_refused("/slow-loop", &in, HW_IO, "--timeout");
    assert_in_range(server_count(one), 1, 4);
    failures = 1000;
    assert_refused("/flaky", &in, HW_IO, "HTTP status");
    assert_in_range(server_count(one), 1, 4);
    failures = 0;
}

static void another_try_helps(void **state)
{
    (void)state;
    hw_intake in = defaults();
    failures = 1;
    assert_refused("/flaky", &in, HW_IO, "HTTP status 503; --retry");
    in.fetch.retry = 2;
    failures = 2;
    assert_got("/flaky", &in);
    assert_int_equal(server_count(one), 3);
    failures = 9;
    assert_refused("/flaky", &in, HW_IO, "HTTP status");
    assert_int_equal(server_count(one), 3);
    failures = 0;
    assert_refused("/missing", &in, HW_IO, "404"); /* no use in asking again */
    assert_int_equal(server_count(one), 1);
}

static void nobody_listens(void **state)
{
    (void)state;
    server *gone = server_start(answer);
    char url[64];
    hw_buf out = {0};
    hw_byte_sink to = {collect, &out};
    hw_error err;
    hw_intake in = defaults();
    in.fetch.retry = 1;
    snprintf(url, sizeof url, "http://me:hunter2@127.0.0.1:%d/?token=t0p", server_port(gone));
    server_stop(gone);
    assert_int_equal(hw_intake_profile(&in, hw_str_of(url), &to, &err), HW_IO);
    assert_int_equal(err.sys, ECONNREFUSED);
    char line[1200];
    hw_error_text(&err, line, sizeof line);
    assert_null(strstr(line, "hunter2"));
    assert_null(strstr(line, "t0p"));
    assert_non_null(strstr(line, "no connection: Connection refused"));
    in.fetch = (hw_fetch_options){.timeout = 5};
    assert_int_equal(hw_intake_profile(&in, HW_STR("http://name.invalid/"), &to, &err), HW_IO);
    assert_true(strstr(err.message, "cannot be resolved") || strstr(err.message, "--timeout"));
    assert_int_equal(hw_intake_profile(&in, HW_STR("http://"), &to, &err), HW_USAGE);
    assert_int_equal(hw_intake_profile(&in, HW_STR("http://h:99999/"), &to, &err), HW_USAGE);
    snprintf(url, sizeof url, "https://127.0.0.1:%d/", server_port(one));
    assert_int_equal(hw_intake_profile(&in, hw_str_of(url), &to, &err), HW_IO);
    assert_non_null(strstr(err.message, "TLS"));
    hw_buf_free(&out);
}

static void no_secret_is_repeated(void **state)
{
    (void)state;
    static const struct {
        const char *path, *words;
    } rows[] = {
        {"/to-ftp", "leads to ftp://h/;token=***?jwt=***&***, and"},
        {"/to-odd", "leads to http://?[31m/?x=***, and"},
        {"/to-missing", "HTTP status 404"},
        {"/404?code=S3CRET", "HTTP status 404"},
        {"/loop;jsessionid=S3CRET", "HTTP status 404"},
        {"/cut?S3CRET#S3CRET", "10 bytes came"},
        {"/brotli?seconds=S3CRET", "Content-Encoding"},
    };
    hw_intake in = defaults();
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        hw_buf out = {0};
        hw_error err;
        char line[1200];
        get(&in, rows[i].path, &out, &err);
        hw_error_text(&err, line, sizeof line);
        if (!strstr(line, rows[i].words) || strstr(line, "S3CRET"))
            fail_msg("%s: %s", rows[i].path, line);
        hw_buf_free(&out);
    }
}

static void identity_stays_with_the_first_origin(void **state)
{
    (void)state;
    static const char *const headers[] = {"X-Api-Key: k3y", "Cookie: c00kie"};
    char token[] = "/tmp/hw-token-XXXXXX";
    int fd = mkstemp(token);
    assert_int_equal(write(fd, " t0ken\n", 7), 7);
    close(fd);
    hw_intake in = defaults();
    in.fetch.headers = headers;
    in.fetch.header_count = 2;
    in.fetch.bearer_token_file = token;
    assert_got("/to-raw", &in); /* the same origin */
    assert_int_equal(server_count(one), 2);
    assert_non_null(strstr(server_last(one), "X-Api-Key: k3y\r\n"));
    assert_non_null(strstr(server_last(one), "Authorization: Bearer t0ken\r\n"));
    assert_got("/to-other", &in);
    assert_non_null(strstr(server_last(one), "c00kie"));
    assert_int_equal(server_count(two), 1);
    assert_null(strstr(server_last(two), "k3y"));
    assert_null(strstr(server_last(two), "c00kie"));
    assert_null(strstr(server_last(two), "t0ken"));
    in.fetch = (hw_fetch_options){.user = "me:hunter2", .timeout = 20};
    assert_got("/to-other", &in);
    assert_non_null(strstr(server_last(one), "Authorization: Basic bWU6aHVudGVyMg=="));
    assert_null(strstr(server_last(two), "Authorization"));
    unlink(token);
}

static void bad_options(void **state)
{
    (void)state;
    static const char *const bad[] = {"no colon", ": x", "a: b\r\nc: d", ""};
    char token[] = "/tmp/hw-token-XXXXXX";
    int fd = mkstemp(token);
    close(fd);
    hw_intake in = defaults();
    hw_buf out = {0};
    hw_error err;
    in.fetch.header_count = 1;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        in.fetch.headers = &bad[i];
        assert_int_equal(get(&in, "/raw", &out, &err), HW_USAGE);
        assert_non_null(strstr(err.message, "header 1"));
        assert_int_equal(server_count(one), 0);
    }
    in.fetch = (hw_fetch_options){.bearer_token_file = token};
    assert_int_equal(get(&in, "/raw", &out, &err), HW_USAGE);
    assert_string_equal(err.input, token);
    unlink(token);
    assert_int_equal(get(&in, "/raw", &out, &err), HW_IO);
    assert_int_equal(err.sys, ENOENT);
    in.fetch = (hw_fetch_options){.tls_ca = token};
    assert_int_equal(hw_intake_profile(&in, HW_STR("https://127.0.0.1:1/"),
                                       &(hw_byte_sink){collect, &out}, &err),
                     HW_IO);
    hw_buf_free(&out);
}

static int start(void **state)
{
    (void)state;
    setenv("no_proxy", "*", 1);
    packed_n = gzip(content, sizeof content, packed, sizeof packed);
    twice_n = gzip(packed, packed_n, twice, sizeof twice);
    one = server_start(answer);
    two = server_start(answer);
    snprintf(other_origin, sizeof other_origin, "http://127.0.0.1:%d/raw", server_port(two));
    return 0;
}

static int stop(void **state)
{
    (void)state;
    server_stop(one);
    server_stop(two);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(good_answers),
        cmocka_unit_test(addresses),
        cmocka_unit_test(seconds),
        cmocka_unit_test(bad_answers),
        cmocka_unit_test(time_runs_out),
        cmocka_unit_test(time_is_of_the_whole_transfer),
        cmocka_unit_test(another_try_helps),
        cmocka_unit_test(nobody_listens),
        cmocka_unit_test(identity_stays_with_the_first_origin),
        cmocka_unit_test(bad_options),
        cmocka_unit_test(no_secret_is_repeated),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
