/* cli/complain - what the user reads when something went wrong. */
#ifndef HW_CLI_COMPLAIN_H
#define HW_CLI_COMPLAIN_H

#include "cli/exit_codes.h"
#include "heapwitness/types.h"

/* Prints "heapwitness: …" on stderr, one line. Returns the exit code that belongs to the error. */
hw_exit hw_complain(const hw_error *err);
/* To be called after the last printf to stdout: HW_EXIT_FAILED, with a message, if it could not be
 * written. */
hw_exit hw_printed(void);

#endif
