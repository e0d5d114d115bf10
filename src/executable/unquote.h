/* executable/unquote - texts as Go's strconv writes them: "…" with escapes, `…` raw. */
#ifndef HW_EXECUTABLE_UNQUOTE_H
#define HW_EXECUTABLE_UNQUOTE_H

#include "base/arena.h"
#include "base/mem.h"

/* A value as strconv.Quote writes it, or as it stands. *ok false: it is neither. */
HW_MEM hw_go_unquote(hw_arena *a, hw_str text, hw_str *ret, bool *ok);
/* The length of the quoted text that it begins with; 0 where there is none. */
size_t hw_go_quoted(hw_str text);

#endif
