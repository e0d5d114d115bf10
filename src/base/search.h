/* base/search - finding a place in what is sorted. */
#ifndef HW_BASE_SEARCH_H
#define HW_BASE_SEARCH_H

#include <stddef.h>

/* Moves `low` to the first index below `high` that `before` is false of, or to `high`. `before` is
 * an expression over `index`, a name that exists in it only: true up to some index, then false.
 *
 *   size_t i = 0;
 *   HW_SEARCH(i, lines.len, m, lines.at[m].pc <= pc);
 */
#define HW_SEARCH(low, high, index, before)                                                        \
    for (size_t index, hw_end_ = (high); (low) < hw_end_;)                                         \
        if (index = (low) + (hw_end_ - (low)) / 2, (before))                                       \
            (low) = index + 1;                                                                     \
        else                                                                                       \
            hw_end_ = index

#endif
