/* cli/help_text - all about one command, from its row. */
#ifndef HW_CLI_HELP_TEXT_H
#define HW_CLI_HELP_TEXT_H

#include <stdio.h>

#include "cli/command.h"

/* To stdout. */
hw_exit hw_help_command(const hw_command *c);

/* Columns of a page of help. */
int hw_help_width(void);
/* One paragraph: the first line begins at `column`, the further ones at `indent`. */
void hw_help_fill(FILE *to, hw_str text, int column, int indent, int width);

#endif
