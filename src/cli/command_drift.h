/* cli/command_drift - what two sets of diagnostics say differently. */
#ifndef HW_CLI_COMMAND_DRIFT_H
#define HW_CLI_COMMAND_DRIFT_H

#include "cli/command.h"

extern const hw_command hw_command_drift;

#endif
