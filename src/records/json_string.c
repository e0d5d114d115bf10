#include "records/json_string.h"

#include <string.h>

#include "base/error.h"
#include "base/json_tree.h"

void hw_json_strings_free(hw_json_strings *s)
{
    hw_arena_free(&s->values);
    hw_buf_free(&s->text);
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

/* What nearly all strings with escapes are: a parser would take fifty times as long to start as
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
    const hw_node *v;
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
    hw_arena_reset(&s->values);
    hw_json_bounds one = {.values = 1};
    if (hw_json_tree_read(&s->values, (hw_str){raw.p - 1, raw.n + 2}, one, &v, NULL) != HW_OK)
        return hw_nomem(err);
    *valid = v != NULL;
    *ret = hw_node_string(v);
    return HW_OK;
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
