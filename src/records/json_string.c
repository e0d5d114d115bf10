/* Cutting records of the compiler's one form, and json-c for all that is not in it. */
#include <json-c/json.h>
#include <limits.h>
#include <string.h>

#include "base/error.h"
#include "records/records_read.h"

enum { ODD_MAX = 1 << 20 }; /* bytes of a line that json-c is asked to read as a whole */

/* --- the form --------------------------------------------------------------------------------- */

static bool number(hw_str *s, uint32_t *ret)
{
    uint64_t v = 0;
    size_t i = 0;
    for (; i < s->n && i < 10 && s->p[i] >= '0' && s->p[i] <= '9'; i++)
        v = v * 10 + (uint64_t)(s->p[i] - '0');
    if (i == 0 || v > UINT32_MAX)
        return false;
    *ret = (uint32_t)v;
    *s = hw_str_from(*s, i);
    return true;
}

/* Up to the closing quote, which it moves behind. */
static bool string(hw_str *s, hw_str *ret)
{
    for (size_t at = 0;;) {
        size_t quote = hw_str_chr(hw_str_from(*s, at), '"'), slashes = 0;
        if (quote == HW_NPOS)
            return false;
        at += quote;
        while (slashes < at && s->p[at - 1 - slashes] == '\\')
            slashes++;
        if (slashes % 2 == 0) {
            *ret = hw_str_sub(*s, 0, at);
            *s = hw_str_from(*s, at + 1);
            return true;
        }
        at++;
    }
}

#define CUT(s, literal) hw_str_cut_prefix((s), HW_STR(literal))

/* {"line":1,"character":2} */
static bool position(hw_str *s, uint32_t *line, uint32_t *col)
{
    return CUT(s, "{\"line\":") && number(s, line) && CUT(s, ",\"character\":") && number(s, col) &&
           CUT(s, "}");
}

/* {"start":{"line":1,"character":2},"end":{…}}, where the end is nearly always the start. */
static bool range(hw_str *s, uint32_t *line, uint32_t *col)
{
    if (!CUT(s, "{\"start\":"))
        return false;
    hw_str start = *s;
    if (!position(s, line, col))
        return false;
    start.n -= s->n;
    if (!CUT(s, ",\"end\":"))
        return false;
    uint32_t end_line, end_col;
    return (hw_str_cut_prefix(s, start) || position(s, &end_line, &end_col)) && CUT(s, "}");
}

bool hw_json_entry_next(hw_str *s, hw_json_entry *ret)
{
    hw_str rest = *s;
    if (!CUT(&rest, "{\"location\":{\"uri\":\"") || !string(&rest, &ret->uri) ||
        !CUT(&rest, ",\"range\":") || !range(&rest, &ret->line, &ret->col) ||
        !CUT(&rest, "},\"message\":\"") || !string(&rest, &ret->message) || !CUT(&rest, "}"))
        return false;
    hw_str_cut_prefix(&rest, HW_STR(","));
    *s = rest;
    return true;
}

bool hw_json_cut_chain(hw_json_parts *p)
{
    hw_str all = p->steps, rest = all;
    hw_json_entry e;
    while (rest.n) {
        hw_str before = rest;
        if (!hw_json_entry_next(&rest, &e))
            return false;
        if (!hw_str_eq(e.message, HW_STR("inlineLoc"))) {
            rest = before;
            break;
        }
    }
    p->chain = hw_str_sub(all, 0, all.n - rest.n);
    p->steps = rest;
    hw_str_cut_suffix(&p->chain, HW_STR(",")); /* equal chains are equal bytes */
    return true;
}

bool hw_json_cut(hw_str line, hw_json_parts *ret)
{
    hw_str s = line;
    *ret = (hw_json_parts){0};
    if (!CUT(&s, "{\"range\":") || !range(&s, &ret->line, &ret->col) ||
        !CUT(&s, ",\"severity\":3,\"code\":\"") || !string(&s, &ret->code) ||
        !CUT(&s, ",\"source\":\"go compiler\",\"message\":\"") || !string(&s, &ret->message))
        return false;
    if (hw_str_eq(s, HW_STR("}")))
        return true;
    ret->steps = s;
    return hw_str_cut_prefix(&ret->steps, HW_STR(",\"relatedInformation\":[")) &&
           hw_str_cut_suffix(&ret->steps, HW_STR("]}")) && ret->steps.n > 0;
}

/* --- json-c ----------------------------------------------------------------------------------- */

static bool out_of_memory(const struct json_tokener *t)
{
    /* Without a result and without an error: an object could not be allocated. */
    enum json_tokener_error e = json_tokener_get_error((struct json_tokener *)(uintptr_t)t);
#if JSON_C_VERSION_NUM >= ((0 << 16) | (17 << 8))
    if (e == json_tokener_error_memory)
        return true;
#endif
    return e == json_tokener_success;
}

/* *ret NULL: it is not JSON. */
static hw_status parse(struct json_tokener **t, hw_str s, struct json_object **ret, hw_error *err)
{
    *ret = NULL;
    if (s.n > INT_MAX - 1)
        return HW_OK;
    if (!*t)
        *t = json_tokener_new();
    if (!*t)
        return hw_nomem(err);
    json_tokener_reset(*t);
    struct json_object *o = json_tokener_parse_ex(*t, s.p, (int)s.n);
    if (!o)
        return out_of_memory(*t) ? hw_nomem(err) : HW_OK;
    if (json_tokener_get_parse_end(*t) == s.n)
        *ret = o;
    else
        json_object_put(o);
    return HW_OK;
}

void hw_json_strings_free(hw_json_strings *s)
{
    if (s->tokener)
        json_tokener_free(s->tokener);
    hw_buf_free(&s->text);
    s->tokener = NULL;
}

static hw_str string_of(struct json_object *o)
{
    if (!json_object_is_type(o, json_type_string))
        return (hw_str){0};
    return (hw_str){json_object_get_string(o), (size_t)json_object_get_string_len(o)};
}

static int hex(char c)
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

/* The byte that an escape of Go's encoder stands for, \n as well as \u003c, and the escape's
 * length;
 * '\0': another escape. */
static char escaped(hw_str s, size_t *length)
{
    static const char letters[] = "\"\\/bfnrt", bytes[] = "\"\\/\b\f\n\r\t";
    *length = 2;
    const char *letter = s.n > 1 && s.p[1] ? strchr(letters, s.p[1]) : NULL;
    if (letter)
        return bytes[letter - letters];
    *length = 6;
    if (s.n < 6 || !hw_str_starts(s, HW_STR("\\u00")) || hex(s.p[4]) < 0 || hex(s.p[4]) > 7 ||
        hex(s.p[5]) < 0)
        return '\0';
    return (char)(hex(s.p[4]) * 16 + hex(s.p[5]));
}

/* What nearly all strings with escapes are: a tokener would take fifty times as long to start as
 * they are to read. *done: false where it needs one. */
static hw_status unescape_plain(hw_str raw, hw_buf *to, bool *done)
{
    hw_buf_clear(to);
    *done = hw_str_chr(raw, '\0') == HW_NPOS;
    while (*done && raw.n) {
        size_t n = hw_str_chr(raw, '\\'), length = 0;
        HW_TRY(hw_buf_str(to, hw_str_sub(raw, 0, n)));
        if (n == HW_NPOS)
            break;
        raw = hw_str_from(raw, n);
        char c = escaped(raw, &length);
        *done = c != '\0';
        if (*done)
            HW_TRY(hw_buf_add(to, &c, 1));
        raw = hw_str_from(raw, length);
    }
    return HW_OK;
}

hw_status hw_json_unescape(hw_json_strings *s, hw_str raw, hw_str *ret, bool *valid, hw_error *err)
{
    struct json_object *o;
    bool done;
    *valid = true;
    *ret = raw;
    if (hw_str_chr(raw, '\\') == HW_NPOS)
        return HW_OK;
    if (unescape_plain(raw, &s->text, &done) != HW_OK)
        return hw_nomem(err);
    *ret = hw_buf_view(&s->text);
    if (done)
        return HW_OK;
    HW_TRY(parse(&s->tokener, (hw_str){raw.p - 1, raw.n + 2}, &o, err));
    *valid = o != NULL;
    hw_buf_clear(&s->text);
    hw_status status = o ? hw_buf_str(&s->text, string_of(o)) : HW_OK;
    json_object_put(o);
    *ret = hw_buf_view(&s->text);
    return status == HW_OK ? HW_OK : hw_nomem(err);
}

hw_status hw_json_path(hw_json_strings *s, hw_str raw, hw_str *ret, bool *valid, hw_error *err)
{
    HW_TRY(hw_json_unescape(s, raw, ret, valid, err));
    hw_str_cut_prefix(ret, HW_STR("file://"));
    if (hw_str_chr(*ret, '%') == HW_NPOS)
        return HW_OK;
    hw_buf decoded = {0};
    for (size_t i = 0; i < ret->n; i++) {
        char c = ret->p[i];
        if (c == '%' && i + 2 < ret->n && hex(ret->p[i + 1]) >= 0 && hex(ret->p[i + 2]) >= 0) {
            c = (char)(hex(ret->p[i + 1]) * 16 + hex(ret->p[i + 2]));
            i += 2;
        }
        if (hw_buf_add(&decoded, &c, 1) != HW_OK) {
            hw_buf_free(&decoded);
            return hw_nomem(err);
        }
    }
    hw_buf_free(&s->text);
    s->text = decoded;
    *ret = hw_buf_view(&s->text);
    return HW_OK;
}

/* --- headers ---------------------------------------------------------------------------------- */

/* Of the compiler when it was not told (-p): "\u0000". */
static hw_str package_of(hw_str name)
{
    return name.n == 1 && name.p[0] == '\0' ? HW_STR("command-line-arguments") : name;
}

hw_status hw_json_header_of(hw_strings *strings, hw_json_strings *s, hw_str line,
                            hw_json_header *ret, bool *valid, hw_error *err)
{
    enum { PARTS = 5 };
    hw_str raw[PARTS], text;
    uint32_t version;
    hw_sid *const to[PARTS] = {&ret->package, &ret->goos, &ret->goarch, &ret->version, &ret->file};
    *valid = CUT(&line, "{\"version\":") && number(&line, &version) &&
             CUT(&line, ",\"package\":\"") && string(&line, &raw[0]) &&
             CUT(&line, ",\"goos\":\"") && string(&line, &raw[1]) && CUT(&line, ",\"goarch\":\"") &&
             string(&line, &raw[2]) && CUT(&line, ",\"gc_version\":\"") && string(&line, &raw[3]) &&
             CUT(&line, ",\"file\":\"") && string(&line, &raw[4]) && hw_str_eq(line, HW_STR("}"));
    for (size_t i = 0; i < PARTS && *valid; i++) {
        HW_TRY(hw_json_unescape(s, raw[i], &text, valid, err));
        if (*valid && !hw_strings_put(strings, i ? text : package_of(text), to[i]))
            return hw_nomem(err);
    }
    return HW_OK;
}

/* --- records in another form ------------------------------------------------------------------ */

static struct json_object *member(struct json_object *o, const char *name)
{
    struct json_object *v = NULL;
    if (!json_object_is_type(o, json_type_object))
        return NULL;
    json_object_object_get_ex(o, name, &v);
    return v;
}

static unsigned long count_of(struct json_object *o)
{
    int64_t v = json_object_is_type(o, json_type_int) ? json_object_get_int64(o) : 0;
    return v < 0 || v > UINT32_MAX ? 0 : (unsigned long)v;
}

static hw_status put_string(hw_buf *b, struct json_object *o)
{
    const char *s = NULL;
    if (json_object_is_type(o, json_type_string))
        s = json_object_to_json_string_ext(o,
                                           JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE);
    return hw_buf_str(b, s ? hw_str_of(s) : HW_STR("\"\""));
}

static hw_status put_range(hw_buf *b, struct json_object *o)
{
    struct json_object *start = member(o, "start"), *end = member(o, "end");
    return hw_buf_printf(b,
                         "{\"start\":{\"line\":%lu,\"character\":%lu},"
                         "\"end\":{\"line\":%lu,\"character\":%lu}}",
                         count_of(member(start, "line")), count_of(member(start, "character")),
                         count_of(member(end, "line")), count_of(member(end, "character")));
}

static hw_status put_entry(hw_buf *b, struct json_object *o)
{
    struct json_object *location = member(o, "location");
    HW_TRY(hw_buf_str(b, HW_STR("{\"location\":{\"uri\":")));
    HW_TRY(put_string(b, member(location, "uri")));
    HW_TRY(hw_buf_str(b, HW_STR(",\"range\":")));
    HW_TRY(put_range(b, member(location, "range")));
    HW_TRY(hw_buf_str(b, HW_STR("},\"message\":")));
    HW_TRY(put_string(b, member(o, "message")));
    return hw_buf_str(b, HW_STR("}"));
}

static hw_status put_record(hw_buf *b, struct json_object *o)
{
    struct json_object *related = member(o, "relatedInformation");
    size_t n =
        json_object_is_type(related, json_type_array) ? json_object_array_length(related) : 0;
    HW_TRY(hw_buf_str(b, HW_STR("{\"range\":")));
    HW_TRY(put_range(b, member(o, "range")));
    HW_TRY(hw_buf_str(b, HW_STR(",\"severity\":3,\"code\":")));
    HW_TRY(put_string(b, member(o, "code")));
    HW_TRY(hw_buf_str(b, HW_STR(",\"source\":\"go compiler\",\"message\":")));
    HW_TRY(put_string(b, member(o, "message")));
    for (size_t i = 0; i < n; i++) {
        HW_TRY(hw_buf_str(b, i ? HW_STR(",") : HW_STR(",\"relatedInformation\":[")));
        HW_TRY(put_entry(b, json_object_array_get_idx(related, i)));
    }
    return hw_buf_str(b, n ? HW_STR("]}") : HW_STR("}"));
}

static bool take_header(hw_strings *strings, struct json_object *o, hw_json_header *h)
{
    return hw_strings_put(strings, package_of(string_of(member(o, "package"))), &h->package) &&
           hw_strings_put(strings, string_of(member(o, "file")), &h->file) &&
           hw_strings_put(strings, string_of(member(o, "gc_version")), &h->version) &&
           hw_strings_put(strings, string_of(member(o, "goos")), &h->goos) &&
           hw_strings_put(strings, string_of(member(o, "goarch")), &h->goarch);
}

hw_status hw_json_parse(hw_strings *strings, hw_str line, hw_json_line *ret, hw_json_header *header,
                        hw_buf *form, hw_error *err)
{
    struct json_tokener *t = NULL;
    struct json_object *o = NULL;
    size_t before = form->n;
    *ret = HW_JSON_INVALID;
    if (line.n > ODD_MAX)
        return HW_OK;
    hw_status s = parse(&t, line, &o, err);
    if (json_object_is_type(member(o, "version"), json_type_int) &&
        json_object_is_type(member(o, "package"), json_type_string)) {
        *ret = HW_JSON_HEADER;
        s = take_header(strings, o, header) ? HW_OK : hw_nomem(err);
    } else if (json_object_is_type(member(o, "range"), json_type_object) &&
               json_object_is_type(member(o, "code"), json_type_string)) {
        *ret = HW_JSON_RECORD;
        s = put_record(form, o) == HW_OK ? HW_OK : hw_nomem(err);
    }
    if (s != HW_OK)
        form->n = before;
    json_object_put(o);
    if (t)
        json_tokener_free(t);
    return s;
}
