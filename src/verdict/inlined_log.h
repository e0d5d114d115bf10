/* verdict/inlined_log - what a log says of functions and of calls that were inlined, by places and
 * by names. For verdict/inlined; ids of strings are those of the session's table. */
#ifndef HW_VERDICT_INLINED_LOG_H
#define HW_VERDICT_INLINED_LOG_H

#include "sites/where.h"

/* `can inline F`: where F begins. */
typedef struct hw_beginning {
    hw_sid path, package, plain; /* plain: its name without type arguments */
    uint32_t line, col, block, decl;
} hw_beginning;

/* The name of one. */
typedef struct hw_beginning_name {
    hw_sid plain, word, package; /* word: what stands before it in other packages */
    uint32_t at;                 /* into beginnings */
} hw_beginning_name;

/* `inlining call to F` */
typedef struct hw_inlined_call {
    hw_sid path, plain;
    uint32_t block, line, col, at; /* at: in the log's order */
} hw_inlined_call;

typedef struct hw_block_call {
    uint32_t block;
    hw_sid plain;
    uint32_t at; /* into calls */
} hw_block_call;

typedef struct hw_inlined_log {
    hw_strings *strings;
    const hw_claims *claims;
    HW_VEC(hw_sid) words;            /* by block, of its package; 0: it may have any other name */
    HW_VEC(hw_beginning) beginnings; /* by path, line, log order */
    HW_VEC(hw_beginning_name) names; /* of them, in their order */
    HW_VEC(hw_inlined_call) calls;   /* by path, line, column, log order */
    HW_VEC(hw_block_call) in_blocks; /* the same by block, callee, then as there */
    hw_buf scratch;
} hw_inlined_log;

/* `log` is zeroed before; false when out of memory. hw_inlined_log_free in any case. */
bool hw_inlined_log_read(hw_inlined_log *log, hw_where *where);
void hw_inlined_log_free(hw_inlined_log *log);

/* A function's name without type arguments. false when out of memory. */
bool hw_inlined_plain(hw_inlined_log *log, hw_str name, hw_sid *ret);

/* The first beginning behind a line, the first call at or behind one. */
size_t hw_beginning_behind(const hw_inlined_log *log, hw_sid path, uint32_t line);
size_t hw_inlined_from(const hw_inlined_log *log, hw_sid path, uint32_t line);
/* The first (into in_blocks) of a block that is not before that callee and call. */
size_t hw_inlined_in(const hw_inlined_log *log, uint32_t block, hw_sid plain, uint32_t at);
/* The names that hw_beginning_is is true of: the function's own, and as others call it. false: they
 * may call it by any name. */
bool hw_beginning_names(const hw_inlined_log *log, const hw_beginning *f, hw_sid names[2]);

/* F.func1, F.gowrap1 and F-range1 are inside of F. */
bool hw_beginning_inside(const hw_inlined_log *log, const hw_beginning *b,
                         const hw_beginning *outer);
/* The line where the next function begins that is not inside of this one. */
uint32_t hw_beginning_end(const hw_inlined_log *log, const hw_beginning *f);

/* Whether the log's name of what was inlined is that function's: "a.New", in its own package "New".
 */
bool hw_beginning_is(const hw_inlined_log *log, hw_sid plain, uint32_t block,
                     const hw_beginning *f);
/* What that is true of, if all of it begins at one place; else NULL. */
const hw_beginning *hw_beginning_named(const hw_inlined_log *log, hw_sid plain, uint32_t block);

#endif
