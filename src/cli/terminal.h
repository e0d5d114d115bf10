/* cli/terminal - what the terminal and the environment say about colour and width. */
#ifndef HW_CLI_TERMINAL_H
#define HW_CLI_TERMINAL_H

#include "cli/args.h"

/* NO_COLOR (not empty) wins over CLICOLOR_FORCE over CLICOLOR; --color wins over all of them.
 * `to_stdout`: the output is stdout and not a file. */
bool hw_terminal_colour(hw_colour wanted, bool to_stdout);
/* COLUMNS, else the terminal's width, else 0. */
unsigned hw_terminal_width(bool to_stdout);

#endif
