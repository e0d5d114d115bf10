#include "records/json_view.h"

/* From the start of a kept record to the end of its text. */
static hw_str bytes_of(const hw_claims *set, const hw_json_file *f, const hw_json_record *r)
{
    hw_str all = r->odd ? hw_buf_view(&set->json.odd) : set->inputs.at[f->input].text;
    return hw_str_from(all, (size_t)r->at);
}

static hw_str part(const hw_claims *set, const hw_json_file *f, const hw_json_record *r, size_t at,
                   size_t n)
{
    return hw_str_sub(bytes_of(set, f, r), at, at + n);
}

hw_str hw_json_message(const hw_claims *set, const hw_json_file *f, const hw_json_record *r)
{
    return part(set, f, r, r->message, r->message_len);
}

hw_str hw_json_chain(const hw_claims *set, const hw_json_file *f, const hw_json_record *r)
{
    return part(set, f, r, r->chain, r->chain_len);
}

hw_str hw_json_record_text(const hw_claims *set, const hw_json_file *f, const hw_json_record *r)
{
    hw_str rest = bytes_of(set, f, r);
    return hw_str_sub(rest, 0, hw_str_chr(rest, '\n'));
}

bool hw_json_expression(hw_str message, hw_str *ret)
{
    *ret = message;
    return hw_str_cut_suffix(ret, HW_STR(" escapes to heap"));
}

bool hw_json_names_variable(hw_str message)
{
    hw_str name;
    if (!hw_json_expression(message, &name) || name.n == 0)
        return false;
    for (size_t i = 0; i < name.n; i++) {
        unsigned char c = (unsigned char)name.p[i];
        bool word = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                    c == '_' || c == '.' || c == '#' || c == '~' || c == '&' || c >= 0x80;
        if (!word)
            return false;
    }
    return name.p[0] < '0' || name.p[0] > '9';
}
