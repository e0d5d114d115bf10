/* cli/command_audit - a verdict for every allocation site of a heap profile. */
#ifndef HW_CLI_COMMAND_AUDIT_H
#define HW_CLI_COMMAND_AUDIT_H

#include "cli/command.h"

extern const hw_command hw_command_audit;

#endif
