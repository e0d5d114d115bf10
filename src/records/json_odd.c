#include "records/json_odd.h"

#include <json-c/json.h>

#include "base/error.h"
#include "base/mem.h"

enum { ODD_MAX = 1 << 20 }; /* bytes of a line that json-c is asked to read as a whole */

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

static HW_MEM take_header(hw_strings *strings, struct json_object *o, hw_json_header *h)
{
    return hw_strings_put(strings, hw_json_package_name(hw_json_string_of(member(o, "package"))),
                          &h->package) &&
           hw_strings_put(strings, hw_json_string_of(member(o, "file")), &h->file) &&
           hw_strings_put(strings, hw_json_string_of(member(o, "gc_version")), &h->version) &&
           hw_strings_put(strings, hw_json_string_of(member(o, "goos")), &h->goos) &&
           hw_strings_put(strings, hw_json_string_of(member(o, "goarch")), &h->goarch);
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
    hw_status s = hw_json_value(&t, line, &o, err);
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
