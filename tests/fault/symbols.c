/* What a server may say of addresses: as much as was asked, whatever it sends. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

#include <cmocka.h>

#include "fault/http_server.h"
#include "intake/intake.h"
#include "intake/symbols.h"

enum { MANY = 10001, FLOOD = 64 << 20 };

static server *one;
static char long_line[1 << 20];

/* A connection that is closed before all was read is reset, and the answer with it. */
static void read_question(int fd, const char *request)
{
    const char *length = strstr(request, "Content-Length: "), *body = strstr(request, "\r\n\r\n");
    assert_non_null(length);
    assert_non_null(body);
    size_t left = strtoul(length + 16, NULL, 10) - strlen(body + 4);
    char piece[4096];
    while (left) {
        ssize_t n = recv(fd, piece, left < sizeof piece ? left : sizeof piece, 0);
        if (n <= 0)
            return;
        left -= (size_t)n;
    }
}

/* Lines of addresses that nobody asked for. */
static void send_others(int fd, size_t size)
{
    char lines[64 * 32];
    for (int i = 0; i < 64; i++)
        memcpy(lines + (size_t)i * 32, "0xffffffff main.of.another.name\n", 32);
    for (size_t sent = 0; sent < size; sent += sizeof lines)
        server_send(fd, lines, sizeof lines);
}

static void answer(server *s, int fd, const char *request)
{
    (void)s;
    char path[256] = "";
    (void)sscanf(request, "POST /%255[^/ ]", path);
    read_question(fd, request);
    server_print(fd, "HTTP/1.1 200 OK\r\n\r\nnum_symbols: 1\n");
    if (strcmp(path, "some") == 0) {
        server_print(fd, "0x2 main.two\n0x7 main.seven\n0x3 \n0x3 main.th");
        server_print(fd, "ree\r\n0x3 main.again\n0x no\n1 main.one\n0x4\n0x10000000000000001 x\n");
        send_others(fd, 2048);
        server_print(fd, "0xfffffffffffffff0 main.last");
    } else if (strcmp(path, "flood") == 0) {
        send_others(fd, FLOOD);
    } else if (strcmp(path, "slow") == 0) {
        nanosleep(&(struct timespec){.tv_sec = 1}, NULL);
    } else if (strcmp(path, "third") == 0) {
        send_others(fd, 4 << 20);
    } else if (strcmp(path, "long") == 0) {
        server_print(fd, "0x1 ");
        server_send(fd, long_line, sizeof long_line);
        server_print(fd, "\n0x2 main.two\n");
    } else if (strcmp(path, "endless") == 0) {
        server_print(fd, "0x1 ");
        for (int i = 0; i < FLOOD / (int)sizeof long_line; i++)
            server_send(fd, long_line, sizeof long_line);
    }
}

typedef struct asked {
    uint64_t addresses[MANY];
    hw_str names[MANY];
    hw_buf text;
    hw_error err;
} asked;

static double timeout = 20;

static hw_status ask(asked *a, const char *path, size_t count, uint64_t response)
{
    char url[128];
    hw_intake in = {.limits = hw_limits_filled(NULL), .fetch = {.timeout = timeout}};
    if (response)
        in.limits.response = response;
    server_reset(one);
    snprintf(url, sizeof url, "http://127.0.0.1:%d/%s/debug/pprof/heap", server_port(one), path);
    return hw_intake_symbols(&in, hw_str_of(url), a->addresses, count, a->names, &a->text, &a->err);
}

static asked *new_asked(void)
{
    asked *a = calloc(1, sizeof *a);
    assert_non_null(a);
    for (size_t i = 0; i < MANY; i++)
        a->addresses[i] = i;
    return a;
}

static void free_asked(asked *a)
{
    hw_buf_free(&a->text);
    free(a);
}

static void names_are_of_what_was_asked(void **state)
{
    (void)state;
    asked *a = new_asked();
    static const uint64_t addresses[] = {3, 2, 1, UINT64_MAX - 15, 3, 4};
    static const char *const names[] = {"main.three", "main.two",   "",
                                        "main.last",  "main.three", ""};
    memcpy(a->addresses, addresses, sizeof addresses);
    assert_int_equal(ask(a, "some", 6, 0), HW_OK);
    for (size_t i = 0; i < 6; i++)
        assert_true(hw_str_eq(a->names[i], hw_str_of(names[i])));
    /* All that is kept: two names of others, and a second one, are not. */
    assert_int_equal(a->text.n, strlen("main.threemain.twomain.last"));
    assert_int_equal(ask(a, "some", 0, 0), HW_OK);
    assert_int_equal(server_count(one), 0);
    free_asked(a);
}

static void refused(const char *path, size_t count, uint64_t response, unsigned requests,
                    const char *words)
{
    asked *a = new_asked();
    assert_int_equal(ask(a, path, count, response), HW_LIMIT);
    assert_non_null(strstr(a->err.message, words));
    assert_int_equal(server_count(one), requests);
    assert_int_equal(a->text.cap, 0); /* nothing of it was held */
    free_asked(a);
}

static void a_flood_is_dropped_as_it_arrives(void **state)
{
    (void)state;
    refused("flood", 300, 0, 1, "more than the names of 300 addresses can be (372736 bytes)");
    refused("endless", 300, 0, 1, "more than the names of 300");
    refused("flood", MANY, 100000, 1, "--max-response");
    /* No answer is too long alone, but all are. */
    refused("third", MANY, 0, 3, "more than the names of 10001");
}

static void a_line_is_no_longer_than_names_are(void **state)
{
    (void)state;
    asked *a = new_asked();
    assert_int_equal(ask(a, "long", 2000, 0), HW_OK);
    assert_int_equal(a->names[1].n, 0);
    assert_true(hw_str_eq(a->names[2], HW_STR("main.two")));
    assert_int_equal(a->text.n, strlen("main.two"));
    free_asked(a);
}

/* Each request is fast enough, all three are not. */
static void time_is_of_all_requests(void **state)
{
    (void)state;
    asked *a = new_asked();
    timeout = 1.8;
    assert_int_equal(ask(a, "slow", MANY, 0), HW_IO);
    timeout = 20;
    assert_non_null(strstr(a->err.message, "--timeout"));
    free_asked(a);
}

int main(void)
{
    memset(long_line, 'x', sizeof long_line);
    one = server_start(answer);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_are_of_what_was_asked),
        cmocka_unit_test(a_flood_is_dropped_as_it_arrives),
        cmocka_unit_test(a_line_is_no_longer_than_names_are),
        cmocka_unit_test(time_is_of_all_requests),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    server_stop(one);
    return failed;
}
