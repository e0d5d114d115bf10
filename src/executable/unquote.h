/* executable/unquote - texts as Go's strconv writes them: "…" with escapes, `…` raw. */
#ifndef HW_EXECUTABLE_UNQUOTE_H
#define HW_EXECUTABLE_UNQUOTE_H

#include "base/arena.h"

/* A value as strconv.Quote writes it, or as it stands. false: it is neither; `.p` NULL when out of
 * memory. */
bool hw_go_unquote(hw_arena *a, hw_str text, hw_str *ret);
/* The length of the quoted text that it begins with; 0 where there is none. */
size_t hw_go_quoted(hw_str text);

#endif
