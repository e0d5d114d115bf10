#include "intake/http.h"

#include <errno.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "base/clock.h"
#include "base/error.h"
#include "base/libcurl.h"
#include "base/locator_show.h"
#include "intake/file.h"
#include "intake/inflate.h"
#include "intake/locator.h"

enum {
    CONNECT_TIMEOUT_MS = 30000,
    FIRST_PAUSE_MS = 200,
    LONGEST_PAUSE_MS = 5000,
    TOKEN_MAX_BYTES = 64 * 1024,
    /* Of all headers of an answer. libcurl refuses one of 100 KB and, lately, 300 KB in all. */
    HEAD_MAX_BYTES = 200 * 1000,
};
static const double default_timeout_s = 60;
static const double timeout_most = 7 * 86400.0;

typedef struct fetch {
    const hw_intake *in;
    hw_str name;
    hw_url start;
    const char *post; /* what is sent, or NULL */
    CURL *curl;
    struct curl_slist *headers; /* for the first origin */
    const hw_byte_sink *to;
    hw_inflate *coding; /* undoes Content-Encoding: gzip; what is below it may be gzip again */
    hw_byte_sink coded; /* into `coding`, or `to` */
    bool gzip_coded, strange_coding;
    int64_t deadline; /* of all requests and pauses */
    size_t head;      /* bytes of headers of the present answer */
    uint64_t taken;   /* and of its body */
    hw_status status; /* of the sink, or of what was refused while it came */
    hw_error *err;
    char why[CURL_ERROR_SIZE];
} fetch;

/* How an answer's code or libcurl's code reads, whether another try may help, and what to do. */
static const struct refusal {
    CURLcode code;
    bool again;
    hw_status status;
    const char *text;
} refusals[] = {
    {CURLE_COULDNT_RESOLVE_HOST, false, HW_IO, "the host's name cannot be resolved"},
    {CURLE_COULDNT_RESOLVE_PROXY, false, HW_IO, "the proxy's name cannot be resolved"},
    {CURLE_COULDNT_CONNECT, true, HW_IO, "no connection"},
    {CURLE_OPERATION_TIMEDOUT, true, HW_IO, "no complete answer in time; --timeout allows more"},
    {CURLE_PARTIAL_FILE, false, HW_IO, "the connection ended before the answer was complete"},
    {CURLE_RECV_ERROR, false, HW_IO, "the connection broke"},
    {CURLE_SEND_ERROR, false, HW_IO, "the connection broke"},
    {CURLE_GOT_NOTHING, false, HW_IO, "the server closed the connection without an answer"},
    {CURLE_WEIRD_SERVER_REPLY, false, HW_FORMAT, "the server does not speak HTTP"},
    {CURLE_UNSUPPORTED_PROTOCOL, false, HW_UNSUPPORTED,
     "the server does not speak HTTP/1 or newer, or leads to another protocol"},
    {CURLE_URL_MALFORMAT, false, HW_FORMAT, "the server leads to what is not a URL"},
    {CURLE_FILESIZE_EXCEEDED, false, HW_LIMIT,
     "the answer is longer than allowed; --max-response raises this limit"},
    {CURLE_OUT_OF_MEMORY, false, HW_NOMEM, "out of memory"},
    {(CURLcode)100 /* CURLE_TOO_LARGE */, false, HW_LIMIT,
     "the headers of the answer are too long"},
    {CURLE_PEER_FAILED_VERIFICATION, false, HW_IO,
     "the server's certificate is not trusted (--tls-ca, or --insecure for a trusted network)"},
    {CURLE_SSL_CERTPROBLEM, false, HW_IO, "the client certificate cannot be used (--tls-cert)"},
    {CURLE_SSL_CACERT_BADFILE, false, HW_IO, "the CA certificate cannot be read (--tls-ca)"},
    {CURLE_SSL_CONNECT_ERROR, false, HW_IO, "no TLS connection; does the server speak https?"},
};

static const struct answer_hint {
    long code;
    const char *text;
} hints[] = {
    {401, "; --user, --header or --bearer-token-file say who asks"},
    {403, "; --user, --header or --bearer-token-file say who asks"},
    {404, "; does the service import net/http/pprof, and is the path right?"},
    {405, "; is this the address of a profile?"},
    {429, "; --retry tries again"},
    {502, "; --retry tries again"},
    {503, "; --retry tries again"},
    {504, "; --retry tries again"},
};

static hw_status headers_too_long(const fetch *f)
{
    return hw_fail(f->err, HW_LIMIT, f->name, "the headers of the answer are too long");
}

/* NOLINTNEXTLINE(readability-non-const-parameter): the type is libcurl's */
static size_t on_header(char *data, size_t size, size_t count, void *ctx)
{
    fetch *f = ctx;
    hw_str line = {data, size * count}, name, value;
    f->head += line.n;
    if (f->head > HEAD_MAX_BYTES) {
        f->status = headers_too_long(f);
        return 0;
    }
    if (hw_str_starts(line, HW_STR("HTTP/"))) {
        f->gzip_coded = f->strange_coding = false;
    } else if (hw_str_cut(line, ':', &name, &value) && name.n == strlen("content-encoding") &&
               strncasecmp(name.p, "content-encoding", name.n) == 0) {
        value = hw_str_trim(value);
        bool x = value.n == 6 && strncasecmp(value.p, "x-gzip", 6) == 0;
        f->gzip_coded = x || (value.n == 4 && strncasecmp(value.p, "gzip", 4) == 0);
        f->strange_coding = !f->gzip_coded && value.n &&
                            !(value.n == 8 && strncasecmp(value.p, "identity", 8) == 0);
    }
    return line.n;
}

static hw_status first_bytes(fetch *f)
{
    const hw_limits *l = &f->in->limits;
    f->coded = *f->to;
    if (f->strange_coding)
        return hw_fail(
            f->err, HW_UNSUPPORTED, f->name,
            "the answer has a Content-Encoding other than gzip, which was not asked for");
    if (!f->gzip_coded)
        return HW_OK;
    HW_TRY(hw_inflate_new(f->name, l->response, "response", l->ratio, f->to, &f->coding, f->err));
    f->coded = hw_inflate_sink(f->coding);
    return HW_OK;
}

static size_t on_body(char *data, size_t size, size_t count, void *ctx)
{
    fetch *f = ctx;
    size_t n = size * count;
    long code = 0;
    hw_curl()->easy_getinfo(f->curl, CURLINFO_RESPONSE_CODE, &code);
    if (code < 200 || code > 299 || n == 0)
        return n;
    if (f->taken == 0)
        f->status = first_bytes(f);
    f->taken += n;
    if (f->status == HW_OK && f->taken > f->in->limits.response)
        f->status = hw_response_limit(&f->in->limits, f->name, f->err);
    if (f->status == HW_OK)
        f->status = f->coded.write(f->coded.ctx, data, n, f->err);
    return f->status == HW_OK ? n : 0;
}

static hw_status add_header(fetch *f, const char *text)
{
    struct curl_slist *more = hw_curl()->slist_append(f->headers, text);
    if (!more)
        return hw_nomem(f->err);
    f->headers = more;
    return HW_OK;
}

static hw_status add_token(fetch *f)
{
    const char *path = f->in->fetch.bearer_token_file;
    hw_buf b = {0}, line = {0};
    HW_TRY(hw_file_small(path, TOKEN_MAX_BYTES, &b, f->err));
    hw_str token = hw_str_trim(hw_buf_view(&b));
    bool plain = token.n != 0;
    for (size_t i = 0; i < token.n; i++)
        plain = plain && token.p[i] > ' ' && token.p[i] < 0x7f;
    hw_status s = HW_OK;
    if (!plain)
        s = hw_fail(f->err, HW_USAGE, hw_str_of(path), "does not hold one bearer token");
    else if (hw_buf_printf(&line, "Authorization: Bearer %.*s", HW_STR_ARG(token)) != HW_OK ||
             !hw_buf_cstr(&line))
        s = hw_nomem(f->err);
    else
        s = add_header(f, hw_buf_cstr(&line));
    hw_buf_free(&b);
    hw_buf_free(&line);
    return s;
}

static hw_status add_headers(fetch *f)
{
    const hw_fetch_options *o = &f->in->fetch;
    for (size_t i = 0; i < o->header_count; i++) {
        hw_str h = hw_str_of(o->headers[i]);
        size_t colon = hw_str_chr(h, ':');
        if (colon == HW_NPOS || colon == 0 || hw_str_chr(h, '\n') != HW_NPOS ||
            hw_str_chr(h, '\r') != HW_NPOS)
            return hw_fail(f->err, HW_USAGE, f->name, "header %zu is not of the form 'Name: value'",
                           i + 1);
        HW_TRY(add_header(f, o->headers[i]));
    }
    return o->bearer_token_file ? add_token(f) : HW_OK;
}

int64_t hw_fetch_ms(const hw_fetch_options *o, unsigned seconds)
{
    double s = o->timeout > 0 ? o->timeout : default_timeout_s;
    s += seconds;
    if (!(s < timeout_most))
        s = timeout_most;
    return s < 0.001 ? 1 : (int64_t)(s * 1000);
}

#define SET(option, value)                                                                         \
    do {                                                                                           \
        CURLcode set_code_ = hw_curl()->easy_setopt(f->curl, (option), (value));                   \
        if (set_code_ != CURLE_OK)                                                                 \
            return set_code_;                                                                      \
    } while (0)

static CURLcode set_identity(fetch *f, bool first_origin)
{
    const hw_fetch_options *o = &f->in->fetch;
    SET(CURLOPT_HTTPHEADER, first_origin ? f->headers : NULL);
    SET(CURLOPT_USERNAME, NULL);
    SET(CURLOPT_PASSWORD, NULL);
    if (!first_origin)
        return CURLE_OK;
    if (o->user) {
        SET(CURLOPT_USERPWD, o->user);
    } else if (f->start.user) {
        SET(CURLOPT_USERNAME, f->start.user);
        SET(CURLOPT_PASSWORD, f->start.password ? f->start.password : "");
    }
    return CURLE_OK;
}

static CURLcode set_time(fetch *f)
{
    int64_t left = f->deadline - hw_clock_ms();
    if (left <= 0)
        return CURLE_OPERATION_TIMEDOUT;
    SET(CURLOPT_TIMEOUT_MS, (long)left);
    SET(CURLOPT_CONNECTTIMEOUT_MS, left < CONNECT_TIMEOUT_MS ? (long)left : CONNECT_TIMEOUT_MS);
    return CURLE_OK;
}

static CURLcode set_options(fetch *f)
{
    const hw_fetch_options *o = &f->in->fetch;
    SET(CURLOPT_NOSIGNAL, 1L);
    SET(CURLOPT_ERRORBUFFER, f->why);
    SET(CURLOPT_PROTOCOLS_STR, "http,https");
    SET(CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
    SET(CURLOPT_FOLLOWLOCATION, 0L);
    if (f->post)
        SET(CURLOPT_POSTFIELDS, f->post);
    else
        SET(CURLOPT_HTTPGET, 1L);
    SET(CURLOPT_HTTPAUTH, (long)CURLAUTH_BASIC);
    SET(CURLOPT_USERAGENT, "heapwitness/" HW_VERSION);
    SET(CURLOPT_BUFFERSIZE, 128L * 1024);
    SET(CURLOPT_HEADERFUNCTION, on_header);
    SET(CURLOPT_HEADERDATA, f);
    SET(CURLOPT_WRITEFUNCTION, on_body);
    SET(CURLOPT_WRITEDATA, f);
    if (o->insecure) {
        SET(CURLOPT_SSL_VERIFYPEER, 0L);
        SET(CURLOPT_SSL_VERIFYHOST, 0L);
    }
    if (o->tls_ca)
        SET(CURLOPT_CAINFO, o->tls_ca);
    if (o->tls_cert)
        SET(CURLOPT_SSLCERT, o->tls_cert);
    if (o->tls_key)
        SET(CURLOPT_SSLKEY, o->tls_key);
    return CURLE_OK;
}

/* libcurl's answer to a header that it does not take is CURLE_OUT_OF_MEMORY before 8.6. */
static bool header_too_long(const fetch *f)
{
    curl_off_t asked = 0;
    hw_curl()->easy_getinfo(f->curl, CURLINFO_PRETRANSFER_TIME_T, &asked);
    return asked > 0 && !hw_curl_starved();
}

static hw_status refuse_code(fetch *f, CURLcode code, bool *again)
{
    hw_str why = hw_str_of(f->why);
    for (size_t i = 0; i < sizeof refusals / sizeof refusals[0]; i++) {
        const struct refusal *r = &refusals[i];
        if (r->code != code)
            continue;
        *again = r->again;
        if (r->status == HW_NOMEM)
            return header_too_long(f) ? headers_too_long(f) : hw_nomem(f->err);
        long sys = 0;
        if (code == CURLE_COULDNT_CONNECT)
            hw_curl()->easy_getinfo(f->curl, CURLINFO_OS_ERRNO, &sys);
        if (sys > 0 && sys != EINPROGRESS)
            return hw_fail_sys(f->err, (int)sys, f->name, r->text);
        if (code == CURLE_PARTIAL_FILE || code == CURLE_OPERATION_TIMEDOUT ||
            code == CURLE_RECV_ERROR)
            return hw_fail(f->err, r->status, f->name, "%s (%llu bytes came)", r->text,
                           (unsigned long long)f->taken);
        if (r->status == HW_IO && why.n && code != CURLE_GOT_NOTHING)
            return hw_fail(f->err, r->status, f->name, "%s: %s", r->text, f->why);
        return hw_fail(f->err, r->status, f->name, "%s", r->text);
    }
    return hw_fail(f->err, HW_IO, f->name, "the transfer failed: %s",
                   hw_curl()->easy_strerror(code));
}

static hw_status refuse_answer(fetch *f, long code, bool *again)
{
    *again = code == 429 || code >= 500;
    const char *hint = "";
    for (size_t i = 0; i < sizeof hints / sizeof hints[0]; i++)
        if (hints[i].code == code)
            hint = hints[i].text;
    return hw_fail(f->err, HW_IO, f->name, "the server answered with HTTP status %ld%s", code,
                   hint);
}

static hw_status finish_body(fetch *f)
{
    if (f->taken == 0)
        return hw_fail(f->err, HW_FORMAT, f->name, "the server's answer is empty");
    return f->coding ? hw_inflate_finish(f->coding, f->err) : HW_OK;
}

/* One request. `*next` is set, and HW_OK returned, where the answer leads elsewhere. */
static hw_status request(fetch *f, const hw_url *url, hw_url *next, bool *again)
{
    f->taken = f->head = 0;
    f->why[0] = '\0';
    f->gzip_coded = f->strange_coding = false;
    CURLcode code = set_identity(f, strcmp(url->origin, f->start.origin) == 0);
    if (code == CURLE_OK)
        code = hw_curl()->easy_setopt(f->curl, CURLOPT_URL, url->text);
    if (code == CURLE_OK)
        code = set_time(f);
    if (code == CURLE_OK)
        code = hw_curl()->easy_perform(f->curl);
    long answer = 0;
    hw_curl()->easy_getinfo(f->curl, CURLINFO_RESPONSE_CODE, &answer);
    if (f->status != HW_OK)
        return f->status;
    if (code != CURLE_OK) {
        hw_status s = refuse_code(f, code, again);
        *again = *again && f->taken == 0;
        return s;
    }
    if (answer >= 200 && answer <= 299)
        return finish_body(f);
    char *to = NULL;
    hw_curl()->easy_getinfo(f->curl, CURLINFO_REDIRECT_URL, &to);
    if (answer < 300 || answer > 399 || !to)
        return refuse_answer(f, answer, again);
    char name[512];
    hw_locator_name(hw_str_of(to), name, sizeof name);
    hw_error why;
    hw_status s = hw_url_parse(hw_str_of(to), HW_URL_PLAIN, 0, hw_str_of(name), next, &why);
    if (s == HW_NOMEM)
        return hw_nomem(f->err);
    if (s != HW_OK)
        return hw_fail(f->err, HW_UNSUPPORTED, f->name,
                       "the server leads to %s, and only http and https are followed", name);
    return HW_OK;
}

/* One try: the requests of a chain of redirects. */
static hw_status chain(fetch *f, bool *again)
{
    hw_url next = {0}, at = {0};
    const hw_url *url = &f->start;
    hw_status s = HW_OK;
    for (uint64_t hops = 0;; hops++) {
        s = request(f, url, &next, again);
        if (s != HW_OK || !next.text)
            break;
        if (hops >= f->in->limits.redirects) {
            s = hw_fail(f->err, HW_LIMIT, f->name,
                        "the server leads on more than %llu times; --max-redirects raises this "
                        "limit",
                        (unsigned long long)f->in->limits.redirects);
            break;
        }
        hw_url_free(&at);
        at = next;
        next = (hw_url){0};
        url = &at;
    }
    hw_url_free(&at);
    hw_url_free(&next);
    return s;
}

/* False, at once, where no time would be left behind the pause. */
static bool pause_before(const fetch *f, unsigned attempt)
{
    curl_off_t asked = 0;
    long ms = attempt < 5 ? FIRST_PAUSE_MS << attempt : LONGEST_PAUSE_MS;
    hw_curl()->easy_getinfo(f->curl, CURLINFO_RETRY_AFTER, &asked);
    if (asked > 0)
        ms = asked < LONGEST_PAUSE_MS / 1000 ? (long)asked * 1000 : LONGEST_PAUSE_MS;
    if (ms > LONGEST_PAUSE_MS)
        ms = LONGEST_PAUSE_MS;
    if (ms >= f->deadline - hw_clock_ms())
        return false;
    struct timespec t = {ms / 1000, ms % 1000 * 1000000};
    while (nanosleep(&t, &t) != 0 && errno == EINTR)
        continue;
    return true;
}

static hw_status run(fetch *f)
{
    HW_TRY(add_headers(f));
    f->curl = hw_curl()->easy_init();
    if (!f->curl)
        return hw_nomem(f->err);
    CURLcode code = set_options(f);
    bool again = false;
    if (code != CURLE_OK)
        return refuse_code(f, code, &again);
    hw_status s;
    for (unsigned attempt = 0;; attempt++) {
        again = false;
        s = chain(f, &again);
        if (s == HW_OK || !again || attempt >= f->in->fetch.retry || !pause_before(f, attempt))
            return s;
    }
}

hw_status hw_fetch(const hw_intake *in, hw_str locator, hw_url_use use, const char *post,
                   hw_str name, const hw_byte_sink *to, hw_error *err)
{
    HW_TRY(hw_curl_load(name, err));
    /* A try that fails before one that succeeds must not reach the caller's `err`. */
    hw_error why;
    fetch f = {.in = in, .name = name, .post = post, .to = to, .err = &why};
    HW_TRY(hw_url_parse(locator, use, in->fetch.seconds, name, &f.start, err));
    f.deadline = hw_clock_ms() + hw_fetch_ms(&in->fetch, f.start.seconds);
    hw_status s = run(&f);
    if (s != HW_OK && err)
        *err = why;
    hw_curl()->easy_cleanup(f.curl);
    hw_curl()->slist_free_all(f.headers);
    hw_inflate_free(f.coding);
    hw_url_free(&f.start);
    return s;
}

static bool is_url(hw_str locator, bool profile)
{
    hw_str scheme = hw_locator_scheme(locator);
    (void)profile;
    return (scheme.n == 4 && strncasecmp(scheme.p, "http", 4) == 0) ||
           (scheme.n == 5 && strncasecmp(scheme.p, "https", 5) == 0);
}

static bool is_address(hw_str locator, bool profile)
{
    return profile && hw_locator_scheme(locator).n == 0 && hw_locator_is_address(locator);
}

static hw_status get(const hw_intake *in, hw_str locator, bool profile, hw_str name,
                     const hw_byte_sink *to, hw_error *err)
{
    return hw_fetch(in, locator, profile ? HW_URL_PROFILE : HW_URL_PLAIN, NULL, name, to, err);
}

const hw_source hw_source_url = {
    .forms = "http://…, https://…",
    .said = "http and https",
    .recognises = is_url,
    .fetch = get,
    .names = true,
};

const hw_source hw_source_address = {
    .forms = "host:port",
    .recognises = is_address,
    .fetch = get,
    .names = true,
};
