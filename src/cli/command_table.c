#include "cli/command_table.h"

#include "cli/command_audit.h"
#include "cli/command_census.h"
#include "cli/command_claims.h"
#include "cli/command_drift.h"
#include "cli/command_help.h"
#include "cli/command_record.h"
#include "cli/command_version.h"

const hw_command *const hw_commands[] = {
    &hw_command_audit,  &hw_command_claims, &hw_command_drift,   &hw_command_census,
    &hw_command_record, &hw_command_help,   &hw_command_version, NULL,
};
