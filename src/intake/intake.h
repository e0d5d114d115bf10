/* intake - a locator becomes bytes: had, inflated, bounded.
 *
 * Locators: a file path; `-` (standard input); http:// and https:// URLs; `host:port` for profiles,
 * which means http://host:port/debug/pprof/heap. A file that exists wins over `host:port`.
 * gzip is known by its magic (also several members, and zero padding behind the last, as gzip(1)
 * reads them); anything else passes as it is. An HTTP answer with Content-Encoding: gzip is
 * unpacked once more. What identifies the user goes to the URL's own origin only, not along a
 * redirect. A FIFO is waited for until somebody writes. Refused by name and offset: a directory, an
 * empty input, trailing garbage behind the last member, a cut stream, a corrupted one, more than
 * the limits allow, HTTP errors, refused connections, time-outs, protocols other than http and
 * https (also by redirect).
 */
#ifndef HW_INTAKE_INTAKE_H
#define HW_INTAKE_INTAKE_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/limit_table.h"
#include "base/str.h"
#include "heapwitness/types.h"

/* How to fetch over HTTP. Strings are borrowed; NULL where not set. */
typedef struct hw_fetch_options {
    const char *const *headers; /* "Name: value" */
    size_t header_count;
    const char *user;              /* "name:password" */
    const char *bearer_token_file; /* its content, trimmed, is sent as a bearer token */
    const char *tls_cert, *tls_key, *tls_ca;
    bool insecure;    /* do not verify the server's certificate */
    double timeout;   /* seconds for the whole transfer; 0: 60 */
    unsigned retry;   /* further tries after a refused connection, time-out, or 429/5xx reply */
    unsigned seconds; /* adds ?seconds=N to a profile's URL, and to the time-out */
} hw_fetch_options;

typedef struct hw_intake {
    hw_limits limits; /* all fields set */
    hw_fetch_options fetch;
    unsigned threads; /* that may work at once; 0: one for each CPU */
} hw_intake;

/* What messages and reports call an input: hw_locator_show(), and "standard input" for "-". */
void hw_locator_name(hw_str locator, char *buf, size_t size);

/* Streams the inflated profile bytes into `sink` while they arrive. An error that the sink returns
 * ends the transfer and is returned as it is. */
hw_status hw_intake_profile(const hw_intake *in, hw_str locator, const hw_byte_sink *sink,
                            hw_error *err);

/* A whole text. A directory of -json records becomes one text of all its files (docs/inputs.md),
 * with zeros up to the next page behind each where they are mapped. Plain regular files are mapped,
 * all else is held in memory. While a mapped file is in use nobody may truncate it: reading behind
 * its new end is SIGBUS, as with any mapped file. (A compiler's log is written once; give a growing
 * one through a pipe.) */
typedef struct hw_text {
    hw_str bytes;
    void *map; /* what to give back; not for the caller */
    size_t map_size;
    hw_buf held;
    uint64_t files, skipped; /* of a directory: those in `bytes`; those that are no records */
} hw_text;

hw_status hw_intake_text(const hw_intake *in, hw_str locator, hw_text *ret, hw_error *err);
/* On up to `threads` threads (0: one for each CPU). */
void hw_text_free(hw_text *t, unsigned threads);

/* Whether a profile's locator leads to a server. */
bool hw_intake_is_remote(hw_str locator);
/* The names of functions at addresses, by the server that a profile came from (its
 * /debug/pprof/symbol). names[i] is a view into `text`, empty where the server does not know. What
 * an answer says of other addresses is dropped while it arrives; HW_LIMIT where all answers are
 * longer than the names of `count` addresses can be, or than limits.response. */
hw_status hw_intake_symbols(const hw_intake *in, hw_str locator, const uint64_t *addresses,
                            size_t count, hw_str *names, hw_buf *text, hw_error *err);

/* Inflates what is written into it when it starts with gzip's magic, and passes all else on.
 * `input` names it in errors; `max` bounds the output (option --max-`max_name`). */
typedef struct hw_inflate hw_inflate;
hw_status hw_inflate_new(hw_str input, uint64_t max, const char *max_name, uint64_t ratio,
                         const hw_byte_sink *to, hw_inflate **ret, hw_error *err);
hw_byte_sink hw_inflate_sink(hw_inflate *z);
/* The end of the input: an empty or cut stream is an error here. */
hw_status hw_inflate_finish(hw_inflate *z, hw_error *err);
void hw_inflate_free(hw_inflate *z);

#endif
