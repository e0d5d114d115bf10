/* cli/command_record - runs a build and keeps what the compiler said. */
#ifndef HW_CLI_COMMAND_RECORD_H
#define HW_CLI_COMMAND_RECORD_H

#include "cli/command.h"

extern const hw_command hw_command_record;

#endif
