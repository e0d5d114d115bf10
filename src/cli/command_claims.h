/* cli/command_claims - what the compiler's diagnostics say, alone. */
#ifndef HW_CLI_COMMAND_CLAIMS_H
#define HW_CLI_COMMAND_CLAIMS_H

#include "cli/command.h"

extern const hw_command hw_command_claims;

#endif
