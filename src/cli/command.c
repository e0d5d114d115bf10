#include "cli/command.h"

#include <string.h>

const hw_command *hw_command_named(const hw_command *const *commands, const char *name)
{
    for (; *commands; commands++)
        if (strcmp((*commands)->name, name) == 0)
            return *commands;
    return NULL;
}
