/* executable/program_parts - a program's image with all that Go's own tables need: what the files
 * behind program.h share. */
#ifndef HW_EXECUTABLE_PROGRAM_PARTS_H
#define HW_EXECUTABLE_PROGRAM_PARTS_H

#include "base/index.h"
#include "executable/container.h"
#include "executable/image_source.h"

/* A piece of Go's code: offsets of functions from `from` on are addresses from `address` on. */
typedef struct hw_text_section {
    uint64_t from, end, address;
} hw_text_section;

typedef struct hw_pclntab {
    uint64_t address, size;
    unsigned version; /* 118 or 120: of the layout of _func and of the inline tree */
    unsigned quantum; /* bytes by which a PC moves at least */
    uint32_t functions;
    uint64_t names, cutab, files, tables, table; /* offsets of its parts */
} hw_pclntab;

typedef struct hw_table_step {
    uint32_t end; /* first PC behind it, counted from the function's entry */
    int32_t value;
} hw_table_step;

typedef struct hw_table { /* a decoded PC-value table */
    uint32_t offset;      /* in pctab */
    uint32_t at, steps;   /* in hw_program.steps */
} hw_table;

typedef struct hw_program {
    hw_image image; /* first: an image of program.c's source is one of these */
    hw_container container;

    uint64_t relocations; /* their number */
    bool sorted;          /* they are in ascending order, so no copy is needed */
    HW_VEC(hw_relocation) copy;

    hw_pclntab pclntab;
    HW_VEC(hw_text_section) texts;

    HW_VEC(hw_table) tables;
    HW_VEC(hw_table_step) steps;
    hw_index table_index;
    uint64_t decoded;       /* bytes of tables */
    uint64_t told, allowed; /* names of functions and frames: hw_pclntab_tell */
    uint64_t scanned; /* entries of inline trees and steps of tables of files that were looked at */
} hw_program;

static inline hw_program *hw_program_of(hw_image *image)
{
    return (hw_program *)(void *)image;
}

static inline const hw_program *hw_program_of_const(const hw_image *image)
{
    return (const hw_program *)(const void *)image;
}

#endif
