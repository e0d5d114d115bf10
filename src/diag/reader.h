/* diag/reader - the state of reading one text, or one piece of it. */
#ifndef HW_DIAG_READER_H
#define HW_DIAG_READER_H

#include "base/buf.h"
#include "go/log_line.h"
#include "heapwitness/limits.h"
#include "message/message.h"
#include "model/claim.h"
#include "plain/prefix.h"

/* How much of the set belongs to earlier blocks. */
typedef struct hw_marks {
    size_t claims, leaks, routes, inlinings, decls, hints;
} hw_marks;

/* `append(x, make(T, n)...)`: that make is never executed. */
typedef struct hw_elided {
    hw_sid file;
    uint32_t line, col; /* of the append */
    uint32_t nearest;   /* the column of the first make of that text from there on; 0: none */
    hw_str make;
} hw_elided;

/* Of a piece of a text: what is decided only when it is appended to the whole. */
typedef struct hw_aside {
    HW_VEC(hw_marks) marks; /* where each block starts */
    HW_VEC(hw_place)
    early; /* of zero-copy lines before the first claim: they may speak of the last
              one of the piece before */
    /* Of the two blocks that cannot be linked here: [0] the first, which began in a piece before;
     * [1] the last, where it goes on in the next. */
    HW_VEC(hw_claim) heads[2];
    HW_VEC(hw_elided) elided[2];
} hw_aside;

typedef struct hw_diag_reader {
    hw_claims *set;
    hw_aside *aside; /* of the piece that `set` belongs to; NULL: it is the caller's set */
    uint64_t max_line, max_claims;
    hw_str name, text;
    uint32_t input;
    hw_log_line line;   /* the current one */
    uint64_t number;    /* of it, 1-based */
    hw_str view;        /* of it, without prefix and colours */
    hw_message message; /* what it says: here and not on the stack, where it would be cleared */

    uint32_t block;         /* HW_NONE: none yet in this input */
    hw_marks marks;         /* at the start of the block */
    HW_VEC(hw_claim) heads; /* HEAD lines of the block; `route` is theirs */
    HW_VEC(hw_elided) elided;

    hw_str file_text; /* the last file name, and its id */
    hw_sid file;
    hw_str near;          /* the same name, where no ':' is in it: see hw_message_read */
    size_t known_strings; /* that were in the table before the text */
    hw_prefix prefix;
    bool dump;   /* inside a dump of -m=3 */
    bool trace;  /* inside a line of a collector's trace … */
    bool looked; /* … which is known */

    bool explaining;         /* the lines before are an explanation, which may go on */
    hw_str explained_prefix; /* "POS:" of its head, which all its lines start with */
    hw_position_form explained_form;
    hw_position explained_at;
    uint32_t explained_route; /* HW_NONE: of a parameter */
    bool interrupted;         /* a step of another head stands in it */
    hw_position before_at;    /* the same of the explanation that its head follows */
    uint32_t before_route;
    hw_buf scratch;
} hw_diag_reader;

static inline void hw_reader_free(hw_diag_reader *r)
{
    hw_vec_free(&r->heads);
    hw_vec_free(&r->elided);
    hw_buf_free(&r->scratch);
}

/* The line's view without prefix; *prefix: whether there was one. */
static inline hw_str hw_reader_plain(const hw_diag_reader *r, hw_str line, bool *prefix)
{
    size_t n = r->prefix.any ? hw_prefix_length(&r->prefix, line) : 0;
    *prefix = n > 0;
    return hw_str_from(line, n);
}

#endif
