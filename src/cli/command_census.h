/* cli/command_census - every call in a program's code that can allocate, against the claims. */
#ifndef HW_CLI_COMMAND_CENSUS_H
#define HW_CLI_COMMAND_CENSUS_H

#include "cli/command.h"

extern const hw_command hw_command_census;

#endif
