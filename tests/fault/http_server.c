#include "fault/http_server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

struct server {
    int fd, port;
    server_fn answer;
    pthread_t thread;
    pthread_mutex_t lock;
    char last[SERVER_REQUEST_MAX], shown[SERVER_REQUEST_MAX];
    unsigned count;
};

void server_send(int fd, const void *data, size_t n)
{
    const char *p = data;
    while (n) {
        ssize_t w = send(fd, p, n, MSG_NOSIGNAL);
        if (w <= 0)
            return;
        p += w;
        n -= (size_t)w;
    }
}

void server_print(int fd, const char *fmt, ...)
{
    char buf[4096];
    va_list ap;
    va_start(ap, fmt);
    int n = vsnprintf(buf, sizeof buf, fmt, ap);
    va_end(ap);
    if (n > 0)
        server_send(fd, buf, (size_t)n < sizeof buf ? (size_t)n : sizeof buf - 1);
}

static void serve_one(server *s, int fd)
{
    char request[SERVER_REQUEST_MAX];
    size_t n = 0;
    request[0] = '\0';
    while (!strstr(request, "\r\n\r\n") && n < sizeof request - 1) {
        ssize_t r = recv(fd, request + n, sizeof request - 1 - n, 0);
        if (r <= 0)
            break;
        n += (size_t)r;
        if (request[0] == 0x16) /* TLS, which is not spoken here */
            return;
        request[n] = '\0';
    }
    if (n == 0)
        return;
    pthread_mutex_lock(&s->lock);
    memcpy(s->last, request, n + 1);
    s->count++;
    pthread_mutex_unlock(&s->lock);
    s->answer(s, fd, request);
}

static void *serve(void *ctx)
{
    server *s = ctx;
    for (;;) {
        int fd = accept(s->fd, NULL, NULL);
        if (fd < 0)
            return NULL;
        serve_one(s, fd);
        shutdown(fd, SHUT_RDWR);
        close(fd);
    }
}

server *server_start(server_fn answer)
{
    server *s = calloc(1, sizeof *s);
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t len = sizeof at;
    assert_non_null(s);
    s->answer = answer;
    pthread_mutex_init(&s->lock, NULL);
    s->fd = socket(AF_INET, SOCK_STREAM, 0);
    assert_true(s->fd >= 0);
    assert_int_equal(bind(s->fd, (struct sockaddr *)&at, sizeof at), 0);
    assert_int_equal(listen(s->fd, 16), 0);
    assert_int_equal(getsockname(s->fd, (struct sockaddr *)&at, &len), 0);
    s->port = ntohs(at.sin_port);
    assert_int_equal(pthread_create(&s->thread, NULL, serve, s), 0);
    return s;
}

void server_stop(server *s)
{
    shutdown(s->fd, SHUT_RDWR);
    pthread_join(s->thread, NULL);
    close(s->fd);
    pthread_mutex_destroy(&s->lock);
    free(s);
}

int server_port(server *s)
{
    return s->port;
}

const char *server_last(server *s)
{
    pthread_mutex_lock(&s->lock);
    memcpy(s->shown, s->last, sizeof s->shown);
    pthread_mutex_unlock(&s->lock);
    return s->shown;
}

unsigned server_count(server *s)
{
    pthread_mutex_lock(&s->lock);
    unsigned n = s->count;
    pthread_mutex_unlock(&s->lock);
    return n;
}

void server_reset(server *s)
{
    pthread_mutex_lock(&s->lock);
    s->count = 0;
    s->last[0] = '\0';
    pthread_mutex_unlock(&s->lock);
}

void server_wait_closed(int fd)
{
    char byte;
    while (recv(fd, &byte, 1, 0) > 0)
        continue;
}
