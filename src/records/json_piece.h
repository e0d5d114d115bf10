/* records/json_piece - records in the compiler's form, cut by several threads. What a line says
 * does not depend on the lines before it; which file it belongs to does, see records/json_read.c.
 */
#ifndef HW_RECORDS_JSON_PIECE_H
#define HW_RECORDS_JSON_PIECE_H

#include "base/mem.h"
#include "records/json_cut.h"

/* Lines in the compiler's form, up to one that deviates. */
typedef struct hw_json_run {
    size_t from, to;       /* in the text; without the line that deviates */
    size_t first, records; /* of the piece's: those that are kept */
    uint64_t lines;        /* blank ones too */
    uint32_t by_code[HW_CODE_COUNT];
    bool in_order;
    hw_str unknown; /* the first code without a name, as written */
    hw_str odd;     /* the line behind them; p NULL: the piece ends */
} hw_json_run;

/* A part of a text of records, from the start of a line to the start of another: cut by any thread,
 * without a look at what stands before. */
typedef struct hw_json_piece {
    size_t from, to;
    HW_VEC(hw_json_run) runs;
    HW_VEC(hw_json_record) records; /* `nth` and `at` of the run, of the text */
    uint64_t zeros;                 /* between mapped files */
    hw_mem cut;
} hw_json_piece;

/* Lines longer than max_line deviate. */
void hw_json_piece_cut(hw_json_piece *p, hw_str text, uint64_t max_line);
void hw_json_piece_free(hw_json_piece *p);

#endif
