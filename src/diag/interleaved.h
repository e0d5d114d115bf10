/* diag/interleaved - a collector's trace and the compiler's lines, word by word in one line.
 *
 * A reader follows the trace from line to line: only that tells whether a number at a line's start
 * is the trace's, or belongs to the name of a file.
 */
#ifndef HW_DIAG_INTERLEAVED_H
#define HW_DIAG_INTERLEAVED_H

#include "diag/reader.h"
#include "message/gctrace.h"

/* Takes words of a trace off the view, where another line follows them. false: there are none. For
 * lines that do not read as a step and may start with such a word. */
bool hw_interleaved_take(hw_diag_reader *r);
static inline bool hw_interleaved_may_start(const hw_diag_reader *r)
{
    return r->trace || (r->view.n && hw_gctrace_starts[(unsigned char)r->view.p[0]]);
}

#endif
