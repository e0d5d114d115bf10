/* message/assembly - the lines of an assembly listing (-S), and of the tables beside it
 * (-d=pctab=pctoinline). */
#ifndef HW_MESSAGE_ASSEMBLY_H
#define HW_MESSAGE_ASSEMBLY_H

#include "base/str.h"

/* A line of a listing, or of the compiler's tables beside it. */
bool hw_assembly_match(hw_str line);
/* The same by its first bytes: nothing of the line is a diagnostic, whatever it looks like. */
bool hw_assembly_begins(hw_str line);

#endif
