/* message/gctrace - a line of GODEBUG=gctrace=1, word by word.
 *
 * The runtime prints its line with a write(2) for every word. The compiler has the same pipe for
 * its diagnostics, each of them one write with its newline; a program has it for its log, and the
 * go command for whole packages: each may come between any two words. So a line may be words of a
 * trace with another line behind them.
 */
#ifndef HW_MESSAGE_GCTRACE_H
#define HW_MESSAGE_GCTRACE_H

#include "base/str.h"

/* Bytes that a line of a trace, or what is left of one, starts with, but '/', which names of files
 * start with. */
extern const bool hw_gctrace_starts[256];

/* Bytes of the trace's words that the line starts with. *telling becomes true where nothing else
 * looks like them. */
size_t hw_gctrace_words(hw_str line, bool *telling);
bool hw_gctrace_begins(hw_str line);
bool hw_gctrace_ends(hw_str line);
/* Of a line that the go command's own may have interrupted: bytes of the trace before a header, or
 * all of it where nothing else is there. 0: it is no such line. */
size_t hw_gctrace_before_header(hw_str line);

#endif
