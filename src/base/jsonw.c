#include "base/jsonw.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/utf8.h"

void hw_jsonw_init(hw_jsonw *w, const hw_byte_sink *to, unsigned lines, hw_error *err)
{
    hw_out_init(&w->out, to, err);
    w->lines = lines;
    w->depth = 0;
    w->keyed = false;
}

static void put(hw_jsonw *w, const char *s, size_t n)
{
    hw_out_put(&w->out, s, n);
}

static void put_c(hw_jsonw *w, char c)
{
    put(w, &c, 1);
}

static void misuse(hw_jsonw *w, const char *what)
{
    if (w->out.status == HW_OK)
        w->out.status = hw_fail(w->out.err, HW_LIMIT, HW_STR("JSON writer"), "%s", what);
}

static void line_break(hw_jsonw *w)
{
    put_c(w, '\n');
    for (unsigned i = 0; i < w->depth; i++)
        put(w, "  ", 2);
}

/* What stands before an element of the innermost container. */
static void separate(hw_jsonw *w)
{
    if (w->depth == 0)
        return;
    bool first = !w->level[w->depth - 1].filled;
    if (!first)
        put_c(w, ',');
    w->level[w->depth - 1].filled = true;
    if (w->depth <= w->lines)
        line_break(w);
    else if (!first)
        put_c(w, ' ');
}

static void before_value(hw_jsonw *w)
{
    if (w->keyed)
        w->keyed = false;
    else if (w->depth && !w->level[w->depth - 1].array)
        misuse(w, "a value without a key");
    else
        separate(w);
}

static void begin(hw_jsonw *w, bool array)
{
    before_value(w);
    if (w->depth == HW_JSONW_DEPTH) {
        misuse(w, "nested too deep");
        return;
    }
    w->level[w->depth].array = array;
    w->level[w->depth].filled = false;
    w->depth++;
    put_c(w, array ? '[' : '{');
}

void hw_jsonw_object(hw_jsonw *w)
{
    begin(w, false);
}

void hw_jsonw_array(hw_jsonw *w)
{
    begin(w, true);
}

void hw_jsonw_end(hw_jsonw *w)
{
    if (w->depth == 0 || w->keyed) {
        misuse(w, "an end without a beginning");
        return;
    }
    bool broken = w->depth <= w->lines && w->level[w->depth - 1].filled;
    w->depth--;
    if (broken)
        line_break(w);
    put_c(w, w->level[w->depth].array ? ']' : '}');
}

static void put_u16(hw_jsonw *w, unsigned v)
{
    char text[8];
    snprintf(text, sizeof text, "\\u%04x", v & 0xffffu);
    put(w, text, 6);
}

static void put_escaped(hw_jsonw *w, uint32_t cp)
{
    static const char *const named[] = {
        ['\b'] = "\\b", ['\t'] = "\\t", ['\n'] = "\\n", ['\f'] = "\\f",
        ['\r'] = "\\r", ['"'] = "\\\"", ['\\'] = "\\\\"};
    if (cp < sizeof named / sizeof *named && named[cp]) {
        put(w, named[cp], 2);
    } else if (cp < 0x10000) {
        put_u16(w, cp);
    } else {
        put_u16(w, 0xd800u + ((cp - 0x10000) >> 10));
        put_u16(w, 0xdc00u + ((cp - 0x10000) & 0x3ffu));
    }
}

static void put_string(hw_jsonw *w, hw_str s)
{
    put_c(w, '"');
    while (s.n) {
        uint32_t cp;
        size_t n = hw_utf8_next(s, &cp);
        if (cp == UINT32_MAX)
            put(w, "\xef\xbf\xbd", 3);
        else if (cp == '"' || cp == '\\' || !hw_utf8_shown(cp) ||
                 (cp == '#' && hw_ci_command(s, false)))
            put_escaped(w, cp);
        else
            put(w, s.p, n);
        s = hw_str_from(s, n);
    }
    put_c(w, '"');
}

void hw_jsonw_key(hw_jsonw *w, const char *name)
{
    hw_jsonw_key_str(w, hw_str_of(name));
}

void hw_jsonw_key_str(hw_jsonw *w, hw_str name)
{
    if (w->depth == 0 || w->level[w->depth - 1].array || w->keyed) {
        misuse(w, "a key out of place");
        return;
    }
    separate(w);
    put_string(w, name);
    put(w, ": ", 2);
    w->keyed = true;
}

void hw_jsonw_str(hw_jsonw *w, hw_str s)
{
    before_value(w);
    put_string(w, s);
}

static void word(hw_jsonw *w, const char *text)
{
    before_value(w);
    put(w, text, strlen(text));
}

void hw_jsonw_cstr(hw_jsonw *w, const char *s)
{
    if (s)
        hw_jsonw_str(w, hw_str_of(s));
    else
        hw_jsonw_null(w);
}

void hw_jsonw_i64(hw_jsonw *w, int64_t v)
{
    char text[24];
    snprintf(text, sizeof text, "%" PRId64, v);
    word(w, text);
}

void hw_jsonw_u64(hw_jsonw *w, uint64_t v)
{
    char text[24];
    snprintf(text, sizeof text, "%" PRIu64, v);
    word(w, text);
}

void hw_jsonw_known_str(hw_jsonw *w, hw_str s)
{
    if (s.n)
        hw_jsonw_str(w, s);
    else
        hw_jsonw_null(w);
}

void hw_jsonw_known_u64(hw_jsonw *w, uint64_t v)
{
    if (v)
        hw_jsonw_u64(w, v);
    else
        hw_jsonw_null(w);
}

void hw_jsonw_fixed(hw_jsonw *w, double v, unsigned decimals)
{
    uint64_t unit = 1;
    for (unsigned i = 0; i < decimals && i < 9; i++)
        unit *= 10;
    double scaled = round(fabs(v) * (double)unit);
    if (!isfinite(scaled) || scaled >= 9.0e18) {
        hw_jsonw_null(w);
        return;
    }
    uint64_t all = (uint64_t)scaled;
    char text[48];
    if (unit == 1)
        snprintf(text, sizeof text, "%s%" PRIu64, v < 0 && all ? "-" : "", all);
    else
        snprintf(text, sizeof text, "%s%" PRIu64 ".%0*" PRIu64, v < 0 && all ? "-" : "", all / unit,
                 (int)(decimals < 9 ? decimals : 9), all % unit);
    word(w, text);
}

void hw_jsonw_bool(hw_jsonw *w, bool v)
{
    word(w, v ? "true" : "false");
}

void hw_jsonw_null(hw_jsonw *w)
{
    word(w, "null");
}

void hw_jsonw_member_str(hw_jsonw *w, const char *key, hw_str s)
{
    hw_jsonw_key(w, key);
    hw_jsonw_str(w, s);
}

void hw_jsonw_member_cstr(hw_jsonw *w, const char *key, const char *s)
{
    hw_jsonw_key(w, key);
    hw_jsonw_cstr(w, s);
}

void hw_jsonw_member_known_str(hw_jsonw *w, const char *key, hw_str s)
{
    hw_jsonw_key(w, key);
    hw_jsonw_known_str(w, s);
}

void hw_jsonw_member_u64(hw_jsonw *w, const char *key, uint64_t v)
{
    hw_jsonw_key(w, key);
    hw_jsonw_u64(w, v);
}

void hw_jsonw_member_bool(hw_jsonw *w, const char *key, bool v)
{
    hw_jsonw_key(w, key);
    hw_jsonw_bool(w, v);
}

hw_status hw_jsonw_finish(hw_jsonw *w)
{
    if (w->depth)
        misuse(w, "a container was not ended");
    put_c(w, '\n');
    hw_out_flush(&w->out);
    return w->out.status;
}
