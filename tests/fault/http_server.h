/* fault/http_server - a server of raw bytes on the loopback, for answers that no library would
 * give.
 *
 * One thread, one connection at a time, closed after its answer.
 */
#ifndef HW_FAULT_HTTP_SERVER_H
#define HW_FAULT_HTTP_SERVER_H

#include <stddef.h>

enum { SERVER_REQUEST_MAX = 8192 };

typedef struct server server;

/* Writes the answer to `request` (its head, terminated) into `fd`. */
typedef void (*server_fn)(server *s, int fd, const char *request);

server *server_start(server_fn answer);
void server_stop(server *s);
int server_port(server *s);
/* The head of the last request, and how many there were. */
const char *server_last(server *s);
unsigned server_count(server *s);
void server_reset(server *s);

/* The peer may be gone: errors are not reported. */
void server_send(int fd, const void *data, size_t n);
void server_print(int fd, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* Returns when the peer has closed the connection. */
void server_wait_closed(int fd);

#endif
