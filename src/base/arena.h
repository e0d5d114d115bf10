/* base/arena - memory that lives and dies together.
 *
 * A session owns one permanent arena; a stage may own a scratch arena and reset it. Single objects
 * are never freed. Under AddressSanitizer the gaps between objects are poisoned, so that an overrun
 * into a neighbour is seen.
 */
#ifndef HW_BASE_ARENA_H
#define HW_BASE_ARENA_H

#include <stddef.h>

#include "base/str.h"

typedef struct hw_arena_block hw_arena_block;

typedef struct hw_arena {
    hw_arena_block *head;
    size_t used;  /* bytes handed out, gaps included */
    size_t limit; /* 0: none */
} hw_arena;

/* `size` bytes aligned for any object, not cleared; NULL when out of memory or over the limit. */
void *hw_arena_alloc(hw_arena *a, size_t count, size_t size);
/* The same, cleared. */
void *hw_arena_zero(hw_arena *a, size_t count, size_t size);
/* A copy of the bytes, with a terminating NUL behind them. `.p` is NULL when out of memory. */
hw_str hw_arena_str(hw_arena *a, hw_str s);
/* The same for what wants a terminated string; NULL when out of memory. */
const char *hw_arena_cstr(hw_arena *a, hw_str s);
/* Forgets all objects but keeps one block for the next round. */
void hw_arena_reset(hw_arena *a);
/* Gives everything back. The arena is empty and usable afterwards. */
void hw_arena_free(hw_arena *a);

#endif
