#include "diag/read.h"

#include "base/error.h"
#include "diag/fill.h"
#include "diag/go_range.h"
#include "diag/interleaved.h"
#include "diag/reader.h"
#include "go/log_line.h"
#include "message/gctrace.h"
#include "message/not_compiler.h"
#include "plain/escapes.h"

enum { AHEAD = 1 << 14 };

static hw_status check_limits(hw_diag_reader *r, hw_error *err)
{
    if (r->line.view.n <= r->max_line)
        return HW_OK;
    return hw_fail_line(err, HW_LIMIT, r->name, r->number,
                        "a line of %zu bytes; --max-line allows %llu", r->line.view.n,
                        (unsigned long long)r->max_line);
}

/* Inside an explanation nearly every line is a step with the head's position. */
static inline bool read_step(const hw_diag_reader *r, hw_message *m)
{
    hw_str rest = r->view;
    if (!r->explaining || !hw_str_cut_prefix(&rest, r->explained_prefix) ||
        !hw_str_starts(rest, HW_STR("   ")))
        return false;
    m->form = r->explained_form;
    return hw_step_match(rest, m);
}

static void read_dump(hw_diag_reader *r, hw_message *m)
{
    if (m->class == HW_CLASS_NOT_UNDERSTOOD) {
        if (r->dump && hw_dump_match(r->view))
            m->class = HW_CLASS_DUMP;
    } else if (m->class != HW_CLASS_BLANK) {
        r->dump = hw_message_class_habit(m->class) == HW_HABIT_DUMP;
    }
}

/* "gc 3 @0.1s 2%: 0.02+# package": the header counts. What is left of the trace behind the package
 * is a line of the trace. */
static void read_behind_trace(hw_diag_reader *r, hw_message *m)
{
    if (m->class != HW_CLASS_NOT_UNDERSTOOD && m->class != HW_CLASS_GCTRACE)
        return;
    size_t n = hw_gctrace_before_header(r->view);
    if (n == 0)
        return;
    if (n == r->view.n) {
        m->class = HW_CLASS_GCTRACE;
        return;
    }
    r->set->prefixed++;
    r->view = hw_str_from(r->view, n);
    hw_message_read(r->view, r->near, m);
}

static hw_status read_line(hw_diag_reader *r, hw_error *err)
{
    hw_message *m = &r->message;
    bool prefix;
    r->view = hw_reader_plain(r, r->line.view, &prefix);
    r->set->prefixed += prefix;
    bool step = read_step(r, m);
    if (!step && hw_interleaved_may_start(r) && hw_interleaved_take(r))
        step = read_step(r, m);
    if (step) {
        r->set->by_class[m->class][m->form]++;
        return hw_fill_step(r, m, true, err);
    }
    hw_message_read(r->view, r->near, m);
    read_behind_trace(r, m);
    read_dump(r, m);
    r->set->by_class[m->class][m->form]++;
    if (m->class == HW_CLASS_NOT_UNDERSTOOD)
        return hw_fill_unknown(r, err);
    return hw_fill(r, m, err);
}

/* Looks for ESC sequences up to `end` and somewhat ahead, while the bytes are at hand. */
static size_t look_ahead(hw_diag_reader *r, hw_str text, size_t at, size_t end)
{
    end = end + AHEAD < text.n ? end + AHEAD : text.n;
    r->set->escapes |= hw_has_escapes(hw_str_sub(text, at, end));
    return end;
}

static hw_status read_lines(hw_diag_reader *r, hw_log_lines *lines, uint64_t *count, hw_error *err)
{
    size_t looked = lines->at;
    for (; hw_log_line_next(lines, &r->line); r->number += r->line.lines) {
        if (lines->at > looked)
            looked = look_ahead(r, lines->text, looked, lines->at);
        HW_TRY(check_limits(r, err));
        ++*count;
        HW_TRY(read_line(r, err));
    }
    return HW_OK;
}

hw_status hw_read_range(hw_diag_reader *r, size_t from, size_t to, hw_error *err)
{
    hw_log_lines lines;
    uint64_t line = r->number, count = 0;
    r->looked = from == 0;
    hw_log_lines_begin(&lines, hw_str_sub(r->text, 0, to));
    lines.at = from;
    HW_TRY(read_lines(r, &lines, &count, err));
    hw_go_narrow_by_counts(r->set);
    r->set->log_lines += count;
    r->set->lines += r->number - line;
    r->set->inputs.at[r->input].lines += r->number - line;
    r->line = (hw_log_line){.at = to};
    return HW_OK;
}
