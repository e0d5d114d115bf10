#include "records/json_piece.h"

static HW_MEM add_record(hw_json_piece *p, hw_json_run *run, hw_json_record *record)
{
    record->nth = (uint32_t)run->records;
    if (run->records)
        run->in_order &= hw_json_in_order(&p->records.at[p->records.len - 1], record);
    run->records++;
    return hw_vec_push(&p->records, *record);
}

/* *deviates: it ends the run. */
static HW_MEM add_line(hw_json_piece *p, hw_json_run *run, hw_str line, size_t at,
                       uint64_t max_line, bool *deviates)
{
    hw_json_record record;
    hw_code code;
    hw_str written, plain = line;
    hw_str_cut_suffix(&plain, HW_STR("\r"));
    hw_json_cutting cut = line.n > max_line
                              ? HW_JSON_DEVIATES
                              : hw_json_record_of(plain, at, &record, &code, &written);
    *deviates = cut == HW_JSON_DEVIATES && hw_str_trim(plain).n > 0;
    if (cut == HW_JSON_DEVIATES)
        return HW_MEM_OK;
    run->by_code[code]++;
    if (code == HW_CODE_UNKNOWN && !run->unknown.p)
        run->unknown = written;
    return cut == HW_JSON_NOT_KEPT || add_record(p, run, &record);
}

static hw_json_run begin(const hw_json_piece *p, size_t at)
{
    return (hw_json_run){.from = at, .to = at, .first = p->records.len, .in_order = true};
}

static HW_MEM cut(hw_json_piece *p, hw_str text, uint64_t max_line)
{
    hw_json_run run = begin(p, p->from);
    for (size_t at = p->from, next; at < p->to; at = next) {
        for (; at < p->to && text.p[at] == '\0'; at++)
            p->zeros++;
        if (at == p->to)
            break;
        size_t n = hw_str_chr(hw_str_sub(text, at, p->to), '\n');
        hw_str line = hw_str_sub(text, at, n == HW_NPOS ? p->to : at + n);
        bool deviates;
        next = n == HW_NPOS ? p->to : at + n + 1;
        if (!add_line(p, &run, line, at, max_line, &deviates))
            return HW_MEM_OUT;
        if (!deviates) {
            run.lines++;
            run.to = next;
            continue;
        }
        run.odd = line;
        if (!hw_vec_push(&p->runs, run))
            return HW_MEM_OUT;
        run = begin(p, next);
    }
    return hw_vec_push(&p->runs, run);
}

void hw_json_piece_cut(hw_json_piece *p, hw_str text, uint64_t max_line)
{
    p->runs.len = p->records.len = 0;
    p->zeros = 0;
    p->cut = cut(p, text, max_line);
}

void hw_json_piece_free(hw_json_piece *p)
{
    hw_vec_free(&p->runs);
    hw_vec_free(&p->records);
}
