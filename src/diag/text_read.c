#include "diag/text_read.h"

#include "base/error.h"
#include "base/limit_table.h"
#include "base/pool.h"
#include "diag/block.h"
#include "diag/pieces.h"
#include "diag/read.h"

enum { PIECE = 1 << 18 }; /* bytes that a thread takes at once */

hw_status hw_read_pieces(hw_claims *into, hw_str name, hw_str text, const hw_limits *limits,
                         size_t piece, hw_error *err)
{
    hw_limits all = hw_limits_filled(limits);
    hw_diag_reader r = {
        .set = into,
        .name = name,
        .text = text,
        .input = (uint32_t)into->inputs.len,
        .number = 1,
        .block = HW_NONE,
        .known_strings = into->strings->list.len,
        .explained_route = HW_NONE,
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
