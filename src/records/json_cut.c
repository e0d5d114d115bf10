#include "records/json_cut.h"

#include "base/error.h"

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

hw_str hw_json_package_name(hw_str name)
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
        if (*valid && !hw_strings_put(strings, i ? text : hw_json_package_name(text), to[i]))
            return hw_nomem(err);
    }
    return HW_OK;
}

/* The codes whose records are kept. */
static bool is_kept(hw_code code)
{
    return code == HW_CODE_ESCAPE || code == HW_CODE_ESCAPES || code == HW_CODE_LEAK;
}

hw_json_cutting hw_json_record_of(hw_str line, uint64_t at, hw_json_record *ret, hw_code *code,
                                  hw_str *written)
{
    hw_json_parts p;
    if (!hw_json_cut(line, &p))
        return HW_JSON_DEVIATES;
    *written = p.code;
    *code = hw_code_named(p.code);
    if (!is_kept(*code))
        return HW_JSON_NOT_KEPT;
    if (!hw_json_cut_chain(&p))
        return HW_JSON_DEVIATES;
    *ret = (hw_json_record){
        .at = at,
        .line = p.line,
        .col = p.col,
        .message = (uint32_t)(p.message.p - line.p),
        .message_len = (uint32_t)p.message.n,
        .chain = p.chain.p ? (uint32_t)(p.chain.p - line.p) : 0,
        .chain_len = (uint32_t)p.chain.n,
        .code = (uint8_t)*code,
    };
    return HW_JSON_KEPT;
}
