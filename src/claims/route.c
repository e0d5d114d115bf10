#include "claims/route.h"

#include "go/expression_text.h"
#include "go/log_line.h"
#include "go/step_text.h"

/* Behind the first " = " or " ← " that is not in braces or quotes. */
static bool split_flow(hw_str flow, hw_str *to, hw_str *rest)
{
    static const char *const arrows[] = {" \xe2\x86\x90 ", " = "};
    for (size_t i = 0; i < 2; i++) {
        hw_str arrow = hw_str_of(arrows[i]);
        size_t at = hw_expr_find(flow, arrow);
        if (at == HW_NPOS)
            at = hw_str_find(flow, arrow);
        if (at == HW_NPOS)
            continue;
        *to = hw_str_sub(flow, 0, at);
        *rest = hw_str_from(flow, at + arrow.n);
        return true;
    }
    return false;
}

static bool flow_step(hw_str s, hw_step *ret)
{
    hw_str rest;
    size_t ops = 0;
    if (!hw_str_cut_suffix(&s, HW_STR(":")) || !split_flow(s, &ret->to, &rest))
        return false;
    if (rest.n && rest.p[0] == '&')
        ops = 1;
    else
        while (ops < rest.n && rest.p[ops] == '*')
            ops++;
    ret->is_flow = true;
    ret->op = hw_str_sub(rest, 0, ops);
    ret->of = hw_str_from(rest, ops);
    return true;
}

static bool from_step(hw_str s, hw_step *ret)
{
    unsigned reason;
    hw_str position;
    if (!hw_from_split(s, &ret->from, &ret->why, &reason, &position))
        return false;
    hw_position_split(position, &ret->file, &ret->line, &ret->col);
    if (ret->line == 0)
        ret->file = (hw_str){0};
    return true;
}

static bool truncated_step(hw_str s, hw_step *ret)
{
    (void)s;
    ret->truncated = true;
    return true;
}

/* `at`: of its first ":   ". Without `froms` steps of that kind are no steps. */
static bool parse_step(hw_str line, size_t at, bool froms, hw_step *ret)
{
    static const struct {
        hw_str mark;
        bool (*parse)(hw_str s, hw_step *ret);
    } kinds[] = {
        {{":     from ", 11}, from_step},
        {{":   flow: ", 10}, flow_step},
        {{":   warning: truncated explanation", 34}, truncated_step},
    };
    *ret = (hw_step){0};
    for (; at != HW_NPOS; at = hw_step_find(line)) {
        line = hw_str_from(line, at);
        for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
            if (hw_str_starts(line, kinds[i].mark))
                return (i > 0 || froms) && kinds[i].parse(hw_str_from(line, kinds[i].mark.n), ret);
        line = hw_str_from(line, 1);
    }
    return false;
}

bool hw_route_step(const hw_claims *set, const hw_route *route, uint64_t *cursor, hw_step *ret)
{
    hw_str all = set->inputs.at[route->input].text;
    hw_log_lines reader;
    hw_log_line line;
    hw_log_lines_begin(&reader,
                       hw_str_sub(all, (size_t)route->at, (size_t)(route->at + route->len)));
    if (*cursor == 0 && hw_log_line_next(&reader, &line)) /* the head */
        *cursor = reader.at;
    reader.at = (size_t)*cursor;
    while (hw_log_line_next(&reader, &line)) {
        *cursor = reader.at;
        if (parse_step(line.view, hw_step_find(line.view), true, ret))
            return true;
    }
    return false;
}

/* The step at the start of `text`, without the lines of others behind it. */
static hw_str first_line(hw_str text)
{
    hw_log_lines reader;
    hw_log_line line;
    hw_log_lines_begin(&reader, text);
    return hw_log_line_next(&reader, &line) ? line.view : text;
}

/* The last step before *end, which is moved in front of it. Lines that begin no step are part of
 * the step before: Go 1.19 breaks strings over lines, and others print between. false at the head
 * of the route. */
static bool step_back(hw_str text, size_t *end, bool froms, hw_step *ret)
{
    size_t to = *end, lf, mark;
    for (size_t at = to; (lf = hw_str_rchr(hw_str_sub(text, 0, at), '\n')) != HW_NPOS; at = lf) {
        if ((mark = hw_step_find(hw_str_sub(text, lf + 1, at))) == HW_NPOS)
            continue;
        hw_str line = hw_str_sub(text, lf + 1, to);
        hw_str_cut_suffix(&line, HW_STR("\r"));
        if (at < to)
            line = first_line(line);
        *end = lf;
        if (parse_step(line, mark, froms, ret))
            return true;
        to = lf;
    }
    return false;
}

void hw_route_end(const hw_claims *set, const hw_route *route, hw_step *flow, hw_step *from)
{
    hw_str all = set->inputs.at[route->input].text;
    hw_str text = hw_str_sub(all, (size_t)route->at, (size_t)(route->at + route->len));
    size_t end = text.n;
    hw_step step, last = {0};
    *flow = *from = (hw_step){0};
    while (step_back(text, &end, last.why.n == 0, &step)) {
        if (step.truncated)
            continue;
        if (!step.is_flow) {
            if (last.why.n == 0)
                last = step;
            continue;
        }
        if (!flow->is_flow)
            *flow = step;
        else if (!hw_str_eq(step.to, flow->of))
            return;
        if (last.why.n || !hw_str_eq(step.of, HW_STR("{temp}"))) {
            *from = last;
            return;
        }
    }
}
