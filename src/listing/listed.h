/* listing/listed - what a listing has: symbols with their bytes, functions, lines, inlined calls.
 */
#ifndef HW_LISTING_LISTED_H
#define HW_LISTING_LISTED_H

#include "base/buf.h"
#include "base/strings.h"
#include "executable/image_source.h"

typedef enum hw_listed_kind {
    HW_LISTED_NOWHERE, /* only referred to */
    HW_LISTED_CODE,
    HW_LISTED_DATA, /* read-only */
} hw_listed_kind;

typedef struct hw_listed_symbol {
    hw_sid name;
    hw_listed_kind kind;
    uint32_t at, size; /* in `code` or `data` */
    uint32_t function; /* of CODE: into functions */
    uint64_t address;  /* when all is read */
} hw_listed_symbol;

/* The position of a function's first instruction, or of a call in it. */
typedef struct hw_listed_line {
    uint32_t pc; /* counted from the function's entry */
    hw_sid file;
    uint32_t line;
} hw_listed_line;

/* The table of inlined calls of one function. */
typedef struct hw_listed_step { /* from `pc` on, the innermost is calls[value] */
    uint32_t pc;
    int32_t value;
} hw_listed_step;

typedef struct hw_listed_call {
    int32_t parent; /* -1: the function itself */
    hw_sid function;
    hw_sid file; /* of the call */
    uint32_t line;
} hw_listed_call;

typedef struct hw_listed_tree {
    uint32_t steps_at, steps, calls_at, calls;
} hw_listed_tree;

typedef struct hw_listed_function {
    hw_sid name; /* as programs have it */
    uint32_t symbol, lines_at, lines;
    uint32_t at;    /* its symbol's */
    uint32_t tree;  /* HW_NONE: not known */
    uint32_t block; /* HW_NONE: it stands before any header */
    uint8_t id;     /* abi.FuncID */
} hw_listed_function;

/* What the go command prints of one package. */
typedef struct hw_listed_block {
    hw_sid package; /* as in names of functions, but for package main */
    bool main;      /* it is package main: its functions are named so */
} hw_listed_block;

/* The linker is to put the address of a symbol there. The compiler prints the addend in hex for
 * arm64 and in decimal for amd64; the machine is known only when all is read. */
typedef struct hw_listed_reloc {
    uint32_t at; /* in `code` or `data` */
    uint32_t symbol;
    int32_t add, add_hex;
    uint8_t size;
    bool code;
} hw_listed_reloc;

typedef struct hw_listing {
    hw_image image; /* first: an image of listing.c's source is one of these */
    hw_strings strings;
    unsigned go;
    bool old;                      /* of Go 1.19 or before: the names of types begin otherwise */
    bool even;                     /* all code lies at multiples of four */
    bool arm64_calls, other_calls; /* relocations of calls have these kinds; of amd64 a third one */
    hw_buf code, data;
    HW_VEC(hw_listed_symbol) symbols;
    HW_VEC(uint32_t) by_name;             /* by sid: into symbols, plus 1; 0: none */
    HW_VEC(uint32_t) elsewhere;           /* symbols that are not listed, by address */
    HW_VEC(hw_listed_function) functions; /* by address, when all is read */
    HW_VEC(hw_listed_block) blocks;
    HW_VEC(hw_listed_line) lines;
    HW_VEC(hw_listed_reloc) relocs;
    HW_VEC(hw_listed_tree) trees;
    HW_VEC(hw_listed_step) steps;
    HW_VEC(hw_listed_call) calls;
    HW_VEC(uint32_t) tree_of; /* by sid of a TEXT's operands: into trees, plus 1; 0: none */
    uint64_t unresolved;      /* functions without a tree */
} hw_listing;

/* The symbol of a name, added where it is new. */
HW_MEM hw_listed_symbol_of(hw_listing *l, hw_str name, uint32_t *ret);
/* A name as programs have it: without the hashes (#…=#) that tell copies of closures apart since Go
 * 1.27. */
HW_MEM hw_listed_name(hw_listing *l, hw_str symbol, hw_sid *ret);

#endif
