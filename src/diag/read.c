#include <string.h>

#include "base/error.h"
#include "base/limit_table.h"
#include "base/pool.h"
#include "diag/diag.h"
#include "diag/reader.h"
#include "go/log_line.h"
#include "plain/rewrite.h"

enum {
    PIECE = 1 << 18, /* bytes that a thread takes at once */
    AHEAD = 1 << 14,
};

static hw_status check_limits(hw_diag_reader *r, hw_error *err)
{
    if (r->record.view.n <= r->max_line)
        return HW_OK;
    return hw_fail_line(err, HW_LIMIT, r->name, r->line,
                        "a line of %zu bytes; --max-line allows %llu", r->record.view.n,
                        (unsigned long long)r->max_line);
}

/* Inside an explanation nearly every line is a step with the head's position. */
static inline bool read_step(const hw_diag_reader *r, hw_message *m)
{
    hw_str rest = r->view;
    if (!r->open || !hw_str_cut_prefix(&rest, r->open_prefix) ||
        !hw_str_starts(rest, HW_STR("   ")))
        return false;
    m->form = r->open_form;
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

hw_str hw_log_line_plain(const hw_diag_reader *r, hw_str record, bool *prefix)
{
    size_t n = r->prefix.any ? hw_prefix_length(&r->prefix, record) : 0;
    *prefix = n > 0;
    return hw_str_from(record, n);
}

/* "gc 3 @0.1s 2%: 0.02+# package", and what is left of the trace behind the package. */
static void read_torn(hw_diag_reader *r, hw_message *m)
{
    if (m->class != HW_CLASS_NOT_UNDERSTOOD && m->class != HW_CLASS_GCTRACE)
        return;
    size_t n = hw_interleaved_trace(r->view);
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

static hw_status read_record(hw_diag_reader *r, hw_error *err)
{
    hw_message *m = &r->message;
    bool prefix;
    r->view = hw_log_line_plain(r, r->record.view, &prefix);
    r->set->prefixed += prefix;
    bool step = read_step(r, m);
    if (!step && hw_trace_may_start(r) && hw_trace_take(r))
        step = read_step(r, m);
    if (step) {
        r->set->by_class[m->class][m->form]++;
        return hw_fill_step(r, m, err);
    }
    hw_message_read(r->view, r->near, m);
    read_torn(r, m);
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

static hw_status read_records(hw_diag_reader *r, hw_log_lines *records, uint64_t *count,
                              hw_error *err)
{
    size_t looked = records->at;
    for (; hw_log_line_next(records, &r->record); r->line += r->record.lines) {
        if (records->at > looked)
            looked = look_ahead(r, records->text, looked, records->at);
        HW_TRY(check_limits(r, err));
        ++*count;
        HW_TRY(read_record(r, err));
    }
    return HW_OK;
}

hw_status hw_read_range(hw_diag_reader *r, size_t from, size_t to, hw_error *err)
{
    hw_log_lines records;
    uint64_t line = r->line, count = 0;
    r->looked = from == 0;
    hw_log_lines_begin(&records, hw_str_sub(r->text, 0, to));
    records.at = from;
    HW_TRY(read_records(r, &records, &count, err));
    hw_narrow_by_counts(r->set);
    r->set->records += count;
    r->set->lines += r->line - line;
    r->set->inputs.at[r->input].lines += r->line - line;
    r->record = (hw_log_line){.at = to};
    return HW_OK;
}

void hw_reader_free(hw_diag_reader *r)
{
    hw_vec_free(&r->heads);
    hw_vec_free(&r->elided);
    hw_buf_free(&r->scratch);
}

hw_status hw_read_pieces(hw_claims *into, hw_str name, hw_str text, const hw_limits *limits,
                         size_t piece, hw_error *err)
{
    hw_limits all = hw_limits_filled(limits);
    hw_diag_reader r = {
        .set = into,
        .name = name,
        .text = text,
        .input = (uint32_t)into->inputs.len,
        .line = 1,
        .block = HW_NONE,
        .known_strings = into->strings->list.len,
        .open_route = HW_NONE,
        .max_line = all.line,
        .max_claims = all.claims,
    };
    hw_log_input input = {.name = name, .text = text};
    if (into->inputs.len >= HW_NONE - 1 || !hw_vec_push(&into->inputs, input))
        return hw_nomem(err);
    if (r.max_line > UINT32_MAX / 2)
        r.max_line = UINT32_MAX / 2;
    if (r.max_claims > HW_NONE - 1)
        r.max_claims = HW_NONE - 1;
    r.prefix = hw_prefix_of(text);
    hw_status status =
        piece < text.n ? hw_pieces_read(&r, piece, err) : hw_read_range(&r, 0, text.n, err);
    if (status == HW_OK)
        status = hw_block_end(&r, err);
    hw_reader_free(&r);
    return status;
}

hw_status hw_diag_read_text(hw_claims *into, hw_str name, hw_str text, const hw_limits *limits,
                            hw_error *err)
{
    bool alone = text.n <= PIECE || into->threads == 1 || (!into->threads && hw_cpus() == 1);
    return hw_read_pieces(into, name, text, limits, alone ? SIZE_MAX : PIECE, err);
}
