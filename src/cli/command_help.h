/* cli/command_help - the overview, and all about one command. */
#ifndef HW_CLI_COMMAND_HELP_H
#define HW_CLI_COMMAND_HELP_H

#include "cli/command.h"

extern const hw_command hw_command_help;

#endif
