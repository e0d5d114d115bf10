#include "plain/partial.h"

#include "base/error.h"
#include "message/timestamp.h"
#include "plain/cut_lines.h"

typedef struct tagged {
    hw_str stream, text;
    bool gitlab;
    bool part; /* CRI: goes on in the next line; GitLab: goes on from the last one */
} tagged;

static bool is_tagged(hw_str line, tagged *ret)
{
    enum { CRI = 9, GITLAB = 4 }; /* "stderr F ", "00E " */
    size_t n = hw_time_length(line);
    if (n <= CRI)
        return false;
    hw_str tag = hw_str_sub(line, n - CRI, n);
    *ret = (tagged){.stream = hw_str_sub(tag, 0, 6), .text = hw_str_from(line, n)};
    if (hw_str_eq(ret->stream, HW_STR("stdout")) || hw_str_eq(ret->stream, HW_STR("stderr"))) {
        ret->part = tag.p[7] == 'P';
        return true;
    }
    tag = hw_str_sub(line, n - GITLAB, n);
    ret->stream = hw_str_sub(tag, 0, 3);
    ret->gitlab = tag.p[2] == 'O' || tag.p[2] == 'E';
    ret->part = tag.p[3] == '+';
    return ret->gitlab;
}

static bool has_part(hw_str text, hw_str mark)
{
    for (size_t at = 0, found; (found = hw_str_find(hw_str_from(text, at), mark)) != HW_NPOS;) {
        tagged t;
        at += found;
        size_t start = hw_str_rchr(hw_str_sub(text, at < 128 ? 0 : at - 128, at), '\n');
        start = start == HW_NPOS ? 0 : (at < 128 ? 0 : at - 128) + start + 1;
        if (is_tagged(hw_str_sub(text, start, at + mark.n), &t) && t.part)
            return true;
        at += mark.n;
    }
    return false;
}

hw_status hw_has_partial_lines(hw_str text, bool *ret)
{
    static const hw_str cri[] = {{" stderr P ", 10}, {" stdout P ", 10}};
    static const hw_str gitlab[] = {{"O+", 2}, {"E+", 2}};
    tagged t;
    *ret = false;
    if (!is_tagged(hw_str_sub(text, 0, hw_str_chr(text, '\n')), &t))
        return HW_OK;
    const hw_str *marks = t.gitlab ? gitlab : cri;
    *ret = has_part(text, marks[0]) || has_part(text, marks[1]);
    return HW_OK;
}

static hw_status add_line(hw_rewriting *r, hw_cut_lines *pieces, hw_str line, uint64_t number)
{
    tagged t;
    if (!is_tagged(line, &t))
        return hw_rewriting_add(r, line, number);
    r->counts->prefixed++;
    hw_cut_line *unfinished = hw_cut_line_of(pieces, t.stream);
    if (t.gitlab && unfinished && !t.part)
        HW_TRY(hw_cut_line_end(pieces, r, unfinished, (hw_str){0}));
    if (t.gitlab || t.part)
        return hw_cut_line_add(pieces, r, t.stream, t.text, number);
    return unfinished ? hw_cut_line_end(pieces, r, unfinished, t.text)
                      : hw_rewriting_add(r, t.text, number);
}

hw_status hw_rewrite_partial(hw_rewriting *r, hw_str text, hw_error *err)
{
    hw_cut_lines pieces = {.n = 0};
    hw_status status = HW_OK;
    hw_str rest = text;
    for (uint64_t number = 1; status == HW_OK && rest.n; number++) {
        hw_str line = rest;
        if (!hw_str_cut(rest, '\n', &line, &rest))
            rest.n = 0;
        hw_str_cut_suffix(&line, HW_STR("\r"));
        status = add_line(r, &pieces, line, number);
    }
    if (status == HW_OK)
        status = hw_cut_lines_flush(&pieces, r);
    hw_cut_lines_free(&pieces);
    return status == HW_OK ? HW_OK : hw_nomem(err);
}
