#include "records/json_odd.h"

#include "base/error.h"
#include "base/json_tree.h"
#include "base/mem.h"

enum {
    ODD_MAX = 1 << 20, /* bytes of a line that is read as a whole */
    ODD_DEPTH = 32,
    ODD_VALUES = 1 << 18,
};

static const hw_node *object(const hw_node *of, const char *name)
{
    return hw_node_member(of, name, HW_NODE_OBJECT);
}

static const hw_node *string(const hw_node *of, const char *name)
{
    return hw_node_member(of, name, HW_NODE_STRING);
}

static unsigned long count(const hw_node *of, const char *name)
{
    uint64_t v = 0;
    hw_node_u64(hw_node_member(of, name, HW_NODE_NUMBER), &v);
    return v > UINT32_MAX ? 0 : (unsigned long)v;
}

static hw_status put_string(hw_buf *b, const hw_node *of, const char *name)
{
    hw_str s = hw_node_string(string(of, name));
    HW_TRY(hw_buf_str(b, HW_STR("\"")));
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (c < ' ')
            HW_TRY(hw_buf_printf(b, "\\u%04x", c));
        else
            HW_TRY(hw_buf_printf(b, c == '"' || c == '\\' ? "\\%c" : "%c", c));
    }
    return hw_buf_str(b, HW_STR("\""));
}

static hw_status put_range(hw_buf *b, const hw_node *of)
{
    const hw_node *range = object(of, "range");
    const hw_node *start = object(range, "start"), *end = object(range, "end");
    return hw_buf_printf(b,
                         "{\"start\":{\"line\":%lu,\"character\":%lu},"
                         "\"end\":{\"line\":%lu,\"character\":%lu}}",
                         count(start, "line"), count(start, "character"), count(end, "line"),
                         count(end, "character"));
}

static hw_status put_entry(hw_buf *b, const hw_node *of)
{
    const hw_node *location = object(of, "location");
    HW_TRY(hw_buf_str(b, HW_STR("{\"location\":{\"uri\":")));
    HW_TRY(put_string(b, location, "uri"));
    HW_TRY(hw_buf_str(b, HW_STR(",\"range\":")));
    HW_TRY(put_range(b, location));
    HW_TRY(hw_buf_str(b, HW_STR("},\"message\":")));
    HW_TRY(put_string(b, of, "message"));
    return hw_buf_str(b, HW_STR("}"));
}

static hw_status put_record(hw_buf *b, const hw_node *of)
{
    const hw_node *related = hw_node_member(of, "relatedInformation", HW_NODE_ARRAY);
    bool any = false;
    HW_TRY(hw_buf_str(b, HW_STR("{\"range\":")));
    HW_TRY(put_range(b, of));
    HW_TRY(hw_buf_str(b, HW_STR(",\"severity\":3,\"code\":")));
    HW_TRY(put_string(b, of, "code"));
    HW_TRY(hw_buf_str(b, HW_STR(",\"source\":\"go compiler\",\"message\":")));
    HW_TRY(put_string(b, of, "message"));
    for (const hw_node *v = hw_node_first(related, HW_NODE_ARRAY); v; v = v->next) {
        HW_TRY(hw_buf_str(b, any ? HW_STR(",") : HW_STR(",\"relatedInformation\":[")));
        HW_TRY(put_entry(b, v));
        any = true;
    }
    return hw_buf_str(b, any ? HW_STR("]}") : HW_STR("}"));
}

static HW_MEM take_header(hw_strings *strings, const hw_node *of, hw_json_header *h)
{
    hw_str package = hw_json_package_name(hw_node_string(string(of, "package")));
    return hw_strings_put(strings, package, &h->package) &&
           hw_strings_put(strings, hw_node_string(string(of, "file")), &h->file) &&
           hw_strings_put(strings, hw_node_string(string(of, "gc_version")), &h->version) &&
           hw_strings_put(strings, hw_node_string(string(of, "goos")), &h->goos) &&
           hw_strings_put(strings, hw_node_string(string(of, "goarch")), &h->goarch);
}

/* HW_NOMEM without `err` filled. */
static hw_status take(hw_strings *strings, const hw_node *v, hw_json_line *ret,
                      hw_json_header *header, hw_buf *form)
{
    size_t before = form->n;
    if (hw_node_member(v, "version", HW_NODE_NUMBER) && string(v, "package")) {
        *ret = HW_JSON_HEADER;
        return take_header(strings, v, header) ? HW_OK : HW_NOMEM;
    }
    if (!object(v, "range") || !string(v, "code"))
        return HW_OK;
    *ret = HW_JSON_RECORD;
    hw_status status = put_record(form, v);
    if (status != HW_OK)
        form->n = before;
    return status;
}

hw_status hw_json_parse(hw_strings *strings, hw_str line, hw_json_line *ret, hw_json_header *header,
                        hw_buf *form, hw_error *err)
{
    const hw_json_bounds bounds = {ODD_DEPTH, ODD_VALUES};
    const hw_node *v;
    hw_arena values = {0};
    *ret = HW_JSON_INVALID;
    if (line.n > ODD_MAX)
        return HW_OK;
    hw_status status = hw_json_tree_read(&values, line, bounds, &v, NULL);
    if (status == HW_OK)
        status = take(strings, v, ret, header, form);
    hw_arena_free(&values);
    return status == HW_OK ? HW_OK : hw_nomem(err);
}
