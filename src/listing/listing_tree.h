/* listing/listing_tree - the table of inlined calls that -d=pctab=pctoinline prints of a function.
 */
#ifndef HW_LISTING_LISTING_TREE_H
#define HW_LISTING_LISTING_TREE_H

#include "listing/listed.h"

typedef struct hw_tree_reader {
    hw_listing *listing;
    hw_str input;
    hw_sid function; /* whose table comes; 0: none does */
    bool rows;       /* behind its "inlining tree for" */
} hw_tree_reader;

/* One line of such a table, or of what stands around it. *taken: it belongs to a table. HW_FORMAT:
 * tables of several functions are interleaved. */
hw_status hw_tree_line(hw_tree_reader *r, hw_str line, uint64_t number, bool *taken, hw_error *err);

#endif
