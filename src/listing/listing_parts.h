/* listing/listing_parts - what the files behind listing.h share. */
#ifndef HW_LISTING_LISTING_PARTS_H
#define HW_LISTING_LISTING_PARTS_H

#include "base/buf.h"
#include "base/strings.h"
#include "executable/image_parts.h"
#include "listing/listing.h"

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

/* The position of a function's beginning, or of a call in it. */
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

/* What the linker is to put at a place: the address of a symbol. The compiler prints the addend in
 * hex for arm64, in decimal for amd64, and which machine it is is known in the end. */
typedef struct hw_listed_reloc {
    uint32_t at; /* in `code` or `data` */
    uint32_t symbol;
    int32_t add, add_hex;
    uint8_t size;
    bool code;
} hw_listed_reloc;

typedef struct hw_listing {
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
    uint64_t open;            /* functions without a tree */
} hw_listing;

enum { HW_LISTING_MAX = 1 << 29 }; /* bytes of code, and of data */

/* Adds what a text has. Nothing in it is too little for an error but a listing that is cut. */
hw_status hw_listing_read(hw_listing *l, const hw_listing_text *text, hw_error *err);
/* A name as programs have it: without the hashes (#…=#) that tell copies of closures apart since Go
 * 1.27. */
hw_status hw_listing_name(hw_listing *l, hw_str symbol, hw_sid *ret, hw_error *err);
/* The symbol of a name, added where it is new. */
hw_status hw_listing_symbol(hw_listing *l, hw_str name, uint32_t *ret, hw_error *err);
/* Lays everything out in memory and puts addresses where the compiler left them open. */
hw_status hw_listing_link(hw_listing *l, hw_image *image, hw_error *err);
void hw_listing_free(hw_listing *l);

/* One line of the table of inlined calls, or of what stands around it. */
typedef struct hw_tree_reader {
    hw_listing *listing;
    hw_str input;
    hw_sid function; /* whose table comes; 0: none does */
    bool rows;       /* behind its "inlining tree for" */
} hw_tree_reader;

/* *taken: the line belongs to such a table. HW_FORMAT: tables of several functions lie in each
 * other. */
hw_status hw_tree_line(hw_tree_reader *r, hw_str line, uint64_t number, bool *taken, hw_error *err);

/* FILE:LINE[:COL][ORIG] → the first two; line 0 where there is none. */
void hw_listing_position(hw_str text, hw_str *file, uint32_t *line);
/* A number of digits to the base at the beginning, at most 2^32 - 1; its length, 0 where there is
 * none. */
size_t hw_listing_number(hw_str s, unsigned base, uint32_t *ret);

extern const hw_image_source hw_listing_source;

#endif
