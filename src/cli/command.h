/* cli/command - what a subcommand is: a row in the file of the command. */
#ifndef HW_CLI_COMMAND_H
#define HW_CLI_COMMAND_H

#include "cli/exit_codes.h"
#include "cli/options.h"

typedef struct hw_command hw_command;

/* One call of the program. */
typedef struct hw_invocation {
    const hw_command *command;         /* that runs */
    const hw_command *const *commands; /* all of them, NULL-terminated */
    int argc;                          /* 0: the program was called without any word */
    char **argv;                       /* argv[0] is the command's name */
} hw_invocation;

struct hw_command {
    const char *name;
    const char *operands; /* what follows the options in its usage line */
    const char *summary;
    const char *text; /* the first paragraphs of its help */
    hw_option_set options;
    unsigned exits; /* HW_ENDS bits: those that its help tells of */
    hw_exit (*run)(const hw_invocation *in);
};

/* NULL where there is none. */
const hw_command *hw_command_named(const hw_command *const *commands, const char *name);

#endif
