#include "plain/cut_lines.h"

#include <string.h>

#include "base/error.h"

hw_cut_line *hw_cut_line_of(hw_cut_lines *p, hw_str stream)
{
    for (unsigned i = 0; i < p->n; i++)
        if (hw_str_eq(hw_buf_view(&p->at[i].stream), stream))
            return &p->at[i];
    return NULL;
}

static void drop_piece(hw_cut_lines *p, hw_cut_line *piece)
{
    hw_buf_free(&piece->stream);
    hw_buf_free(&piece->text);
    size_t behind = (size_t)(p->at + p->n - piece) - 1;
    memmove(piece, piece + 1, behind * sizeof *piece);
    p->n--;
}

hw_status hw_cut_line_end(hw_cut_lines *p, hw_rewriting *r, hw_cut_line *piece, hw_str rest)
{
    hw_status status = hw_buf_str(&piece->text, rest);
    if (status == HW_OK)
        status = hw_rewriting_add(r, hw_buf_view(&piece->text), piece->line);
    drop_piece(p, piece);
    return status;
}

hw_status hw_cut_line_add(hw_cut_lines *p, hw_rewriting *r, hw_str stream, hw_str text,
                          uint64_t line)
{
    hw_cut_line *piece = hw_cut_line_of(p, stream);
    if (!piece) {
        if (p->n == HW_STREAMS_MAX)
            HW_TRY(hw_cut_line_end(p, r, &p->at[0], (hw_str){0}));
        piece = &p->at[p->n++];
        *piece = (hw_cut_line){.line = line};
        if (hw_buf_str(&piece->stream, stream) != HW_OK)
            return HW_NOMEM;
    }
    return hw_buf_str(&piece->text, text);
}

hw_status hw_cut_lines_flush(hw_cut_lines *p, hw_rewriting *r)
{
    while (p->n)
        HW_TRY(hw_cut_line_end(p, r, &p->at[0], (hw_str){0}));
    return HW_OK;
}

void hw_cut_lines_free(hw_cut_lines *p)
{
    while (p->n)
        drop_piece(p, &p->at[p->n - 1]);
}
