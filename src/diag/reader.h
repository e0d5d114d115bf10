/* diag/reader - the state of reading one text: shared by read.c, fill.c and link.c. */
#ifndef HW_DIAG_READER_H
#define HW_DIAG_READER_H

#include "base/buf.h"
#include "go/log_line.h"
#include "heapwitness/limits.h"
#include "message/message.h"
#include "plain/prefix.h"

/* How much of the set belongs to earlier blocks. */
typedef struct hw_marks {
    size_t claims, leaks, routes, inlinings, decls, hints;
} hw_marks;

/* `append(x, make(T, n)...)`: that make is never executed. */
typedef struct hw_elided {
    hw_sid file;
    uint32_t line;
    hw_str make;
} hw_elided;

/* What one piece of a text adds, in a set of its own: read by any thread, appended in the order of
 * the text. Its first block has no package when it goes on from the piece before. */
typedef struct hw_piece {
    struct hw_piece *next; /* in a list of those that can be used again */
    size_t from, to;
    bool whole;       /* its last block ends with it */
    hw_status status; /* of reading it; in `set` is nothing of use when it failed */
    hw_claims set;
    hw_strings strings;
    HW_VEC(hw_marks) marks; /* where each block starts */
    HW_VEC(hw_place) early; /* of zero-copy lines before the first claim: of one before, perhaps */
    /* Of blocks that cannot be linked here: the one that goes on; the last, where it is not whole.
     */
    HW_VEC(hw_claim) heads[2];
    HW_VEC(hw_elided) elided[2];
} hw_piece;

typedef struct hw_diag_reader {
    hw_claims *set;
    hw_piece *piece; /* that `set` belongs to; NULL: it is the caller's set */
    uint64_t max_line, max_claims;
    hw_str name, text;
    uint32_t input;
    hw_log_line record;
    uint64_t line;      /* of the record, 1-based */
    hw_str view;        /* of the record, without prefix and colours */
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

    /* The explanation that is open: "POS:" of its head, which all its lines start with. */
    bool open;
    hw_str open_prefix;
    hw_position_form open_form;
    uint32_t open_route; /* HW_NONE: of a parameter */
    hw_buf scratch;
} hw_diag_reader;

/* A hash of a few words that an input cannot foresee: cheaper than hw_hash for keys this short. */
static inline uint64_t hw_mix(uint64_t seed, uint64_t word)
{
    uint64_t h = (seed ^ word) * UINT64_C(0x9E3779B97F4A7C15);
    h = (h ^ (h >> 32)) * (seed | 1);
    h = (h ^ (h >> 29)) * UINT64_C(0xBF58476D1CE4E5B9);
    return h ^ (h >> 32);
}

/* Readers of one form of input each, rows of the table in diag.c. What they added is taken back by
 * their caller when they fail. */
/* A log as people keep it: made plain (diag/rewrite.h), then read as text. */
hw_status hw_diag_read_log(hw_claims *into, hw_str name, hw_str text, const hw_limits *limits,
                           hw_error *err);
/* What `record` wrote: diag/bundle.c. */
bool hw_is_bundle(hw_str text);
hw_status hw_diag_read_bundle(hw_claims *into, hw_str name, hw_str text, const hw_limits *limits,
                              hw_error *err);
/* The lines as the go command printed them, or behind prefixes. */
hw_status hw_diag_read_text(hw_claims *into, hw_str name, hw_str text, const hw_limits *limits,
                            hw_error *err);

/* The same, cut into pieces of about `piece` bytes that several threads may read. */
hw_status hw_read_pieces(hw_claims *into, hw_str name, hw_str text, const hw_limits *limits,
                         size_t piece, hw_error *err);

/* Reads text[from, to), which does not start inside a record or an explanation. */
hw_status hw_read_range(hw_diag_reader *r, size_t from, size_t to, hw_error *err);
void hw_reader_free(hw_diag_reader *r);
/* Takes words of a collector's trace off the view, where the line tore one. false: it did not. For
 * lines that do not read as a step and may start with such a word. */
bool hw_trace_take(hw_diag_reader *r);
/* The bytes that such words start with, but '/', which names of files start with. */
extern const bool hw_trace_starts[256];
static inline bool hw_trace_may_start(const hw_diag_reader *r)
{
    return r->trace || (r->view.n && hw_trace_starts[(unsigned char)r->view.p[0]]);
}
/* The record's view without prefix; *prefix: whether there was one. */
hw_str hw_log_line_plain(const hw_diag_reader *r, hw_str record, bool *prefix);

/* The whole text in pieces. */
hw_status hw_pieces_read(hw_diag_reader *r, size_t size, hw_error *err);
/* Reads p->from … p->to into the piece's own set, which may have been used before. */
void hw_piece_read(hw_piece *p, const hw_diag_reader *like);
/* Adds what was read to `r`, which stands at the piece's start. */
hw_status hw_piece_append(hw_diag_reader *r, const hw_piece *p, hw_error *err);
void hw_piece_free(hw_piece *p);
/* The files of -json=0,DIR one after the other, each behind its header record. */
bool hw_json_is(hw_str text); /* also where the first header is missing */
hw_status hw_diag_read_json(hw_claims *into, hw_str name, hw_str text, const hw_limits *limits,
                            hw_error *err);

/* The same, in pieces of about `piece` bytes (at least 1), as hw_read_pieces. */
hw_status hw_read_json_pieces(hw_claims *into, hw_str name, hw_str text, const hw_limits *limits,
                              size_t piece, hw_error *err);

/* As if nothing had been read since `before` was copied. */
void hw_diag_roll_back(hw_claims *set, const hw_claims *before);

/* Everything a classified record adds to the set. */
hw_status hw_fill(hw_diag_reader *r, const hw_message *m, hw_error *err);
/* The same of a step of the open explanation. */
hw_status hw_fill_step(hw_diag_reader *r, const hw_message *m, hw_error *err);
/* A record of class NOT_UNDERSTOOD. */
hw_status hw_fill_unknown(hw_diag_reader *r, hw_error *err);
/* A block of its own for records before the first header. */
hw_status hw_block_begin(hw_diag_reader *r, hw_str package, hw_str variant, hw_error *err);
/* The block ends before the current record. Links it; drops it where the same text was read before.
 */
hw_status hw_block_end(hw_diag_reader *r, hw_error *err);
/* Links explanations with claims. */
hw_status hw_block_link(hw_diag_reader *r, hw_error *err);
/* Remembers the block, which has or will get the next id; *seen: one before has the same text. */
hw_status hw_block_remember(hw_claims *set, hw_block *b, uint32_t id, bool *seen, hw_error *err);
hw_marks hw_marks_of(const hw_claims *set);
/* Whether a claim is `x does not escape` of a plain name. */
bool hw_may_be_parameter(const hw_message *m, hw_kind kind);
/* Tells parameters' verdicts from those of values, among those that may be parameters. */
hw_status hw_find_parameters(hw_diag_reader *r, hw_error *err);
/* Takes another range of Go versions into account. */
static inline void hw_go_narrow(hw_claims *set, hw_go_range by)
{
    if (by.min > set->go.min)
        set->go.min = by.min;
    if (by.max && by.max < set->go.max)
        set->go.max = by.max;
}

/* What the classes and reasons that were counted say of it. */
void hw_narrow_by_counts(hw_claims *set);

bool hw_hint_same(const hw_hint *a, const hw_hint *b);
/* Marks the block's last claim if the zero-copy line at `place` speaks of it. */
void hw_mark_zerocopy(hw_diag_reader *r, const hw_place *place);

#endif
