/* sites/lines - what the log says at the lines that the profile asks for.
 *
 * A profile has hundreds of lines, a log hundreds of thousands of claims. So lines are asked for
 * first. Then the log is walked once, and only what stands at a wanted line is kept.
 */
#ifndef HW_SITES_LINES_H
#define HW_SITES_LINES_H

#include "base/mem.h"
#include "sites/where.h"

/* A run of indices into one of hw_claims' arrays, in log order. */
typedef struct hw_item_run {
    const uint32_t *at;
    size_t n;
} hw_item_run;

typedef struct hw_line_key {
    hw_sid path; /* import path/base; with any_file the import path alone */
    uint32_t line;
    bool any_file; /* every file of the package (package initialisers) */
} hw_line_key;

typedef struct hw_line_hit {
    uint32_t line; /* id of the wanted line */
    uint32_t item;
} hw_line_hit;

typedef struct hw_line_table {
    HW_VEC(hw_line_hit) hits;
    HW_VEC(uint32_t) items;
    HW_VEC(uint32_t) first; /* by wanted line, and one more */
} hw_line_table;

typedef HW_VEC(uint8_t) hw_flags; /* by sid */

typedef struct hw_file_entry {
    uint32_t block;
    hw_sid file, path, package; /* package: of the path */
    bool wanted;
} hw_file_entry;

typedef struct hw_lines {
    const hw_where *where;
    const hw_claims *claims;
    HW_VEC(hw_line_key) keys;
    hw_index index;
    hw_flags asked;     /* a path, or a package with any_file, that is wanted */
    hw_flags diagnosed; /* a path with claims, or a package with a block */
    HW_VEC(hw_file_entry) files;
    hw_index file_index;
    hw_line_table claim, inlining, hint;
} hw_lines;

void hw_lines_init(hw_lines *l, const hw_where *where, const hw_claims *claims);
void hw_lines_free(hw_lines *l);
/* Asks for a line; *ret is its id. Before hw_lines_read. */
HW_MEM hw_lines_want(hw_lines *l, hw_line_key key, uint32_t *ret);
HW_MEM hw_lines_read(hw_lines *l);
/* The id of a wanted line, or HW_NONE. */
uint32_t hw_lines_find(const hw_lines *l, hw_line_key key);

hw_item_run hw_lines_run(const hw_line_table *t, uint32_t line);
bool hw_lines_diagnosed(const hw_lines *l, hw_sid path_or_package);
/* The path of a claim's file. */
hw_sid hw_lines_path(const hw_lines *l, const hw_place *place);

#endif
