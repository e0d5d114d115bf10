#include "intake/url.h"

#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/libcurl.h"
#include "base/locator_show.h"
#include "base/mem.h"

static const char heap_path[] = "/debug/pprof/heap";
enum { SECONDS_MAX = 86400 };

void hw_url_free(hw_url *u)
{
    hw_curl()->free(u->text);
    hw_mem_free(u->origin);
    hw_curl()->free(u->user);
    hw_curl()->free(u->password);
    *u = (hw_url){0};
}

/* Parts that a URL does not have are NULL; only a lack of memory is an error. */
static hw_status part(CURLU *h, CURLUPart what, unsigned flags, char **ret, hw_error *err)
{
    *ret = NULL;
    return hw_curl()->url_get(h, what, ret, flags) == CURLUE_OUT_OF_MEMORY ? hw_nomem(err) : HW_OK;
}

static bool is_seconds(hw_str pair, hw_str *value)
{
    hw_str name;
    return hw_str_cut(pair, '=', &name, value) && hw_str_eq(name, HW_STR("seconds"));
}

/* The query with its seconds replaced. */
static hw_status put_seconds(CURLU *h, const char *query, unsigned seconds, hw_error *err)
{
    hw_buf b = {0};
    hw_str rest = hw_str_of(query);
    hw_status s = HW_OK;
    while (rest.n && s == HW_OK) {
        hw_str value, pair = hw_str_next(&rest, '&');
        if (pair.n && !is_seconds(pair, &value))
            s = hw_buf_printf(&b, "%.*s&", HW_STR_ARG(pair));
    }
    if (s == HW_OK)
        s = hw_buf_printf(&b, "seconds=%u", seconds);
    const char *text = s == HW_OK ? hw_buf_cstr(&b) : NULL;
    if (!text || hw_curl()->url_set(h, CURLUPART_QUERY, text, 0) != CURLUE_OK)
        s = HW_NOMEM;
    hw_buf_free(&b);
    return s == HW_OK ? HW_OK : hw_nomem(err);
}

static unsigned seconds_of(const char *query)
{
    hw_str rest = hw_str_of(query);
    uint64_t n = 0;
    while (rest.n) {
        hw_str value, pair = hw_str_next(&rest, '&');
        if (is_seconds(pair, &value) && hw_str_u64(value, SECONDS_MAX, &n))
            return (unsigned)n;
    }
    return 0;
}

static hw_status pprof_customs(CURLU *h, unsigned seconds, hw_url *u, hw_error *err)
{
    char *path, *query;
    HW_TRY(part(h, CURLUPART_PATH, 0, &path, err));
    bool empty = !path || strcmp(path, "/") == 0 || path[0] == '\0';
    hw_curl()->free(path);
    if (empty && hw_curl()->url_set(h, CURLUPART_PATH, heap_path, 0) != CURLUE_OK)
        return hw_nomem(err);
    HW_TRY(part(h, CURLUPART_QUERY, 0, &query, err));
    hw_status s = seconds ? put_seconds(h, query, seconds, err) : HW_OK;
    u->seconds = seconds ? seconds : seconds_of(query);
    hw_curl()->free(query);
    return s;
}

/* …/pprof/heap → …/pprof/symbol; other paths are not net/http/pprof's. */
static hw_status symbols_path(CURLU *h, hw_str name, hw_error *err)
{
    char *path;
    hw_buf b = {0};
    HW_TRY(part(h, CURLUPART_PATH, 0, &path, err));
    bool empty = !path || path[0] == '\0' || strcmp(path, "/") == 0;
    hw_str folder = hw_str_dir(hw_str_of(empty ? heap_path : path));
    hw_status s = HW_OK;
    if (!hw_str_ends(folder, HW_STR("/pprof")))
        s = hw_fail(err, HW_UNSUPPORTED, name, "is no address below /debug/pprof/");
    else if (hw_buf_printf(&b, "%.*s/symbol", HW_STR_ARG(folder)) != HW_OK || !hw_buf_cstr(&b) ||
             hw_curl()->url_set(h, CURLUPART_PATH, hw_buf_cstr(&b), 0) != CURLUE_OK ||
             hw_curl()->url_set(h, CURLUPART_QUERY, NULL, 0) != CURLUE_OK)
        s = hw_nomem(err);
    hw_curl()->free(path);
    hw_buf_free(&b);
    return s;
}

static hw_status origin_of(CURLU *h, hw_str name, char **ret, hw_error *err)
{
    char *scheme, *host = NULL, *port = NULL;
    HW_TRY(part(h, CURLUPART_SCHEME, 0, &scheme, err));
    hw_status s = part(h, CURLUPART_HOST, 0, &host, err);
    if (s == HW_OK)
        s = part(h, CURLUPART_PORT, CURLU_DEFAULT_PORT, &port, err);
    if (s == HW_OK && scheme && strcasecmp(scheme, "http") && strcasecmp(scheme, "https"))
        s = hw_fail(err, HW_UNSUPPORTED, name, "the protocol %s is not spoken, only http and https",
                    scheme);
    if (s == HW_OK && (!scheme || !host || !port))
        s = hw_fail(err, HW_USAGE, name, "is not a URL that names a host");
    if (s == HW_OK) {
        hw_buf b = {0};
        s = hw_buf_printf(&b, "%s://%s:%s", scheme, host, port);
        if (s == HW_OK)
            s = hw_buf_add(&b, "", 1);
        if (s != HW_OK)
            hw_buf_free(&b), s = hw_nomem(err);
        for (size_t i = 0; i < b.n; i++)
            if (b.p[i] >= 'A' && b.p[i] <= 'Z')
                b.p[i] = (char)(b.p[i] - 'A' + 'a');
        *ret = b.p;
    }
    hw_curl()->free(scheme);
    hw_curl()->free(host);
    hw_curl()->free(port);
    return s;
}

static hw_status dissect(CURLU *h, hw_url_use use, unsigned seconds, hw_str name, hw_url *u,
                         hw_error *err)
{
    HW_TRY(origin_of(h, name, &u->origin, err));
    HW_TRY(part(h, CURLUPART_USER, CURLU_URLDECODE, &u->user, err));
    HW_TRY(part(h, CURLUPART_PASSWORD, CURLU_URLDECODE, &u->password, err));
    if (hw_curl()->url_set(h, CURLUPART_USER, NULL, 0) != CURLUE_OK ||
        hw_curl()->url_set(h, CURLUPART_PASSWORD, NULL, 0) != CURLUE_OK ||
        hw_curl()->url_set(h, CURLUPART_FRAGMENT, NULL, 0) != CURLUE_OK)
        return hw_nomem(err);
    if (use == HW_URL_SYMBOLS)
        HW_TRY(symbols_path(h, name, err));
    if (use == HW_URL_PROFILE)
        HW_TRY(pprof_customs(h, seconds, u, err));
    HW_TRY(part(h, CURLUPART_URL, 0, &u->text, err));
    return u->text ? HW_OK : hw_nomem(err);
}

hw_status hw_url_parse(hw_str locator, hw_url_use use, unsigned seconds, hw_str name, hw_url *ret,
                       hw_error *err)
{
    if (hw_str_chr(locator, '\0') != HW_NPOS)
        return hw_fail(err, HW_USAGE, name, "is not a URL");
    hw_buf b = {0};
    hw_status s = HW_OK;
    if (hw_locator_scheme(locator).n == 0 && hw_locator_is_address(locator))
        s = hw_buf_str(&b, HW_STR("http://"));
    if (s == HW_OK)
        s = hw_buf_str(&b, locator);
    const char *text = s == HW_OK ? hw_buf_cstr(&b) : NULL;
    CURLU *h = text ? hw_curl()->url() : NULL;
    hw_url u = {0};
    if (!h) {
        s = hw_nomem(err);
    } else {
        CURLUcode rc = hw_curl()->url_set(h, CURLUPART_URL, text, CURLU_NON_SUPPORT_SCHEME);
        if (rc == CURLUE_OUT_OF_MEMORY)
            s = hw_nomem(err);
        else if (rc != CURLUE_OK)
            s = hw_fail(err, HW_USAGE, name, "is not a URL: %s", hw_curl()->url_strerror(rc));
        else
            s = dissect(h, use, seconds, name, &u, err);
    }
    hw_curl()->url_cleanup(h);
    hw_buf_free(&b);
    if (s == HW_OK)
        *ret = u;
    else
        hw_url_free(&u);
    return s;
}
