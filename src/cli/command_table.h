/* cli/command_table - the commands, in the order of the overview. */
#ifndef HW_CLI_COMMAND_TABLE_H
#define HW_CLI_COMMAND_TABLE_H

#include "cli/command.h"

/* The rows are in the commands' files. NULL-terminated. */
extern const hw_command *const hw_commands[];

#endif
