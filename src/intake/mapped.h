/* intake/mapped - files that are mapped may shrink while they are read.
 *
 * Reading behind the new end is SIGBUS. Where a process asks for it, a handler puts zeros there
 * instead, and remembers it: whoever used the text asks in the end whether all of it was there.
 * Without the handler SIGBUS ends the process, as with any mapped file.
 */
#ifndef HW_INTAKE_MAPPED_H
#define HW_INTAKE_MAPPED_H

#include <stdbool.h>
#include <stddef.h>

/* For programs, not for libraries: the handler is the process's. */
void hw_mapped_watch(void);

/* Watches over a map, where the process is watched at all. 0: it is watched, and as many maps as
 * there can be are too; then the text has to be read. Otherwise what the other two take. */
unsigned hw_mapped_note(void *map, size_t size);
bool hw_mapped_shrank(unsigned note);
void hw_mapped_forget(unsigned note);

#endif
