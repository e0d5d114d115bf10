#include "report/line.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/error.h"

enum { PATH_MAX_SHOWN = 1000 };

void hw_page_keep(hw_page *p, hw_status s)
{
    if (s != HW_OK && p->out.status == HW_OK)
        p->out.status = hw_nomem(p->out.err);
}

hw_status hw_place_text(hw_buf *to, hw_str file, uint32_t line, uint32_t col, size_t columns)
{
    char tail[32] = "";
    if (line && col)
        snprintf(tail, sizeof tail, ":%" PRIu32 ":%" PRIu32, line, col);
    else if (line)
        snprintf(tail, sizeof tail, ":%" PRIu32, line);
    size_t room = columns > hw_str_of(tail).n ? columns - hw_str_of(tail).n : 0;
    hw_str_cut_prefix(&file, HW_STR("./"));
    if (file.n > PATH_MAX_SHOWN)
        file = hw_str_from(file, file.n - PATH_MAX_SHOWN);
    hw_str part = file;
    size_t slash = 0;
    while (slash != HW_NPOS && hw_text_columns(part) + (part.n < file.n ? 3 : 0) > room) {
        slash = hw_str_chr(hw_str_from(part, 1), '/');
        if (slash != HW_NPOS)
            part = hw_str_from(part, slash + 1);
    }
    if (slash == HW_NPOS)
        part = hw_str_base(file);
    hw_buf_clear(to);
    if (slash != HW_NPOS && part.n < file.n)
        HW_TRY(hw_buf_str(to, HW_STR("...")));
    HW_TRY(hw_buf_str(to, part));
    return hw_buf_str(to, hw_str_of(tail));
}

size_t hw_place_room(size_t room, size_t used, hw_str text)
{
    size_t left = room > used + 2 ? room - used - 2 : 1;
    size_t need = hw_text_columns(text);
    return need < left / 2 ? left - need : left - left / 2;
}

void hw_page_ends(hw_page *p, size_t room, hw_str left, hw_style style, hw_str right)
{
    size_t end = hw_text_columns(right);
    size_t left_room = end && room > end + 2 ? room - end - 2 : room;
    hw_page_style(p, style);
    size_t took = hw_page_fit(p, left, left_room);
    hw_page_style(p, HW_STYLE_PLAIN);
    if (end) {
        hw_page_spaces(p, room > took + end ? room - took - end : 1);
        hw_page_style(p, HW_STYLE_DIM);
        hw_page_fit(p, right, room > took + 1 ? room - took - 1 : 1);
        hw_page_style(p, HW_STYLE_PLAIN);
    }
    hw_page_printf(p, "\n");
}
