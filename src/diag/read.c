#include <string.h>

#include "base/error.h"
#include "base/limits.h"
#include "diag/diag.h"
#include "diag/reader.h"

static hw_status check_limits(hw_diag_reader *r, hw_error *err)
{
    if (r->record.view.n <= r->max_line)
        return HW_OK;
    return hw_fail_line(err, HW_LIMIT, r->name, r->line,
                        "a line of %zu bytes; --max-line allows %llu", r->record.view.n,
                        (unsigned long long)r->max_line);
}

/* Inside an explanation nearly every line is a step with the head's position. */
static bool read_step(hw_diag_reader *r, hw_message *m)
{
    hw_str rest = r->view;
    *m = (hw_message){.shape = HW_SHAPE_NOT_UNDERSTOOD};
    if (!r->open || !hw_str_cut_prefix(&rest, r->open_prefix) ||
        !hw_str_starts(rest, HW_STR("   ")))
        return false;
    m->form = r->open_form;
    hw_message_match(rest, m);
    return hw_shape_role(m->shape) == HW_ROLE_STEP;
}

static void read_dump(hw_diag_reader *r, hw_message *m)
{
    static const bool starts_dump[HW_SHAPE_COUNT] = {
        [HW_SHAPE_INLINE_BEFORE] = true, [HW_SHAPE_INLINE_AFTER] = true,     [HW_SHAPE_STMT] = true,
        [HW_SHAPE_INLINE_SUBST] = true,  [HW_SHAPE_TYPECHECK_IMPORT] = true,
    };
    if (m->shape == HW_SHAPE_NOT_UNDERSTOOD) {
        if (r->dump && hw_dump_match(r->view))
            m->shape = HW_SHAPE_DUMP;
    } else if (m->shape != HW_SHAPE_BLANK) {
        r->dump = starts_dump[m->shape];
    }
}

static hw_status read_record(hw_diag_reader *r, hw_error *err)
{
    hw_message m;
    r->view = r->record.view;
    if (r->prefix.any) {
        size_t n = hw_prefix_length(&r->prefix, r->view);
        r->set->prefixed += n > 0;
        r->view = hw_str_from(r->view, n);
    }
    if (!read_step(r, &m)) {
        hw_message_read(r->view, &m);
        read_dump(r, &m);
    }
    r->set->by_shape[m.shape][m.form]++;
    if (m.shape == HW_SHAPE_NOT_UNDERSTOOD)
        return hw_fill_unknown(r, err);
    return hw_fill(r, &m, err);
}

static hw_status read_all(hw_diag_reader *r, hw_error *err)
{
    hw_record_reader records;
    hw_records(&records, r->text);
    for (r->line = 1; hw_record_next(&records, &r->record); r->line += r->record.lines) {
        HW_TRY(check_limits(r, err));
        r->set->records++;
        r->set->lines += r->record.lines;
        r->set->inputs.at[r->input].lines += r->record.lines;
        HW_TRY(read_record(r, err));
    }
    r->record = (hw_record){.at = r->text.n};
    return hw_block_end(r, err);
}

hw_status hw_diag_read_text(hw_claims *into, hw_str name, hw_str text, const hw_limits *limits,
                            hw_error *err)
{
    hw_limits all = hw_limits_filled(limits);
    hw_diag_reader r = {
        .set = into,
        .name = name,
        .text = text,
        .input = (uint32_t)into->inputs.len,
        .block = HW_NONE,
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
    hw_status status = read_all(&r, err);
    hw_vec_free(&r.heads);
    hw_vec_free(&r.elided);
    hw_buf_free(&r.scratch);
    return status;
}
