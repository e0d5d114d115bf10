#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "cli/command_table.h"
#include "cli/complain.h"
#include "cli/suggest.h"
#include "session/session.h"

static hw_exit no_such_command(const char *name)
{
    const char *names[16];
    size_t n = 0;
    hw_error err;
    for (const hw_command *const *c = hw_commands; *c && n + 1 < 16; c++)
        names[n++] = (*c)->name;
    names[n] = NULL;
    const char *meant = hw_suggest(name, names);
    if (meant)
        hw_fail(&err, HW_USAGE, hw_str_of(name), "no such command; did you mean %s?", meant);
    else if (access(name, F_OK) == 0)
        hw_fail(&err, HW_USAGE, hw_str_of(name),
                "is a file and no command; did you mean heapwitness audit?");
    else
        hw_fail(&err, HW_USAGE, hw_str_of(name),
                "no such command; \"heapwitness help\" lists them");
    return hw_complain(&err);
}

/* `heapwitness --help` and the like are other spellings of commands. */
static const char *command_word(const char *arg)
{
    static const char *const words[][2] = {
        {"--help", "help"},       {"-help", "help"},       {"-h", "help"},
        {"--version", "version"}, {"-version", "version"}, {"-V", "version"},
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(arg, words[i][0]) == 0)
            return words[i][1];
    return arg;
}

/* A standard stream that is closed stays unusable, but none of our files may get its number: others
 * would write to it. */
static void keep_standard(void)
{
    static const int unusable[] = {O_WRONLY, O_RDONLY, O_RDONLY};
    for (int fd = 0; fd <= STDERR_FILENO; fd++)
        if (fcntl(fd, F_GETFD) < 0)
            open("/dev/null", unusable[fd]); /* gets the lowest number that is free: this one */
}

int main(int argc, char **argv)
{
    char none[] = "help";
    char *nothing[] = {none, NULL};
    hw_invocation in = {.commands = hw_commands, .argv = nothing};
    /* When a reader closes a pipe early, or a file would be longer than is allowed, writing fails
     * instead of ending the process. */
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN);
    hw_session_watch_files();
    keep_standard();
    if (argc >= 2) {
        in.argc = argc - 1;
        in.argv = argv + 1;
    }
    in.command = hw_command_named(hw_commands, command_word(in.argv[0]));
    return (int)(in.command ? in.command->run(&in) : no_such_command(argv[1]));
}
