#include "plain/rewriting.h"

#include "base/search.h"

static uint64_t count_lines(hw_str s)
{
    uint64_t n = 0;
    for (size_t lf; (lf = hw_str_chr(s, '\n')) != HW_NPOS; s = hw_str_from(s, lf + 1))
        n++;
    return n;
}

hw_status hw_rewriting_add(hw_rewriting *r, hw_str lines, uint64_t from)
{
    bool ended = lines.n && lines.p[lines.n - 1] == '\n';
    uint64_t n = count_lines(lines) + !ended;
    hw_line_run run = {.line = r->lines + 1, .from = from, .many = n > 1};
    const hw_line_run *last = r->runs.len ? &r->runs.at[r->runs.len - 1] : NULL;
    bool follows = last && !last->many && !run.many && run.line - last->line == from - last->from;
    if ((!follows && !hw_vec_push(&r->runs, run)) || hw_buf_str(&r->made, lines) != HW_OK ||
        (!ended && hw_buf_add(&r->made, "\n", 1) != HW_OK))
        return HW_NOMEM;
    r->lines += n;
    return HW_OK;
}

uint64_t hw_rewriting_origin(const hw_rewriting *r, uint64_t line)
{
    size_t low = 0; /* the last run that starts at or before it */
    HW_SEARCH(low, r->runs.len, i, r->runs.at[i].line <= line);
    if (low == 0)
        return line;
    const hw_line_run *run = &r->runs.at[low - 1];
    return run->many ? run->from : run->from + (line - run->line);
}
