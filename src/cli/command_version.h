/* cli/command_version - the version, and what it was built with. */
#ifndef HW_CLI_COMMAND_VERSION_H
#define HW_CLI_COMMAND_VERSION_H

#include "cli/command.h"

extern const hw_command hw_command_version;

#endif
