#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "cli/options.h"

static void overview(FILE *to)
{
    fputs("heapwitness: a running Go service's heap against the compiler's escape claims\n\n"
          "usage: heapwitness COMMAND [options] ...\n\n",
          to);
    for (const hw_command *const *c = hw_commands; *c; c++)
        fprintf(to, "  %-9s %s\n", (*c)->name, (*c)->summary);
    fputs("\n\"heapwitness help COMMAND\" says more. To begin with:\n\n"
          "  go build -gcflags=all=-m=2 ./... 2> escape.log\n"
          "  heapwitness audit http://localhost:6060/debug/pprof/heap --claims escape.log\n",
          to);
}

static void exits(FILE *to)
{
    static const struct {
        int code;
        const char *text;
    } rows[] = {
#define X(id, number, meaning) {number, meaning},
        HW_EXITS(X)
#undef X
    };
    fputs("\nExit codes:\n", to);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        fprintf(to, "  %3d  %s\n", rows[i].code, rows[i].text);
}

static void about(FILE *to, const hw_command *c)
{
    fprintf(to, "usage: heapwitness %s %s%s\n\n%s", c->name, c->options ? "[options] " : "",
            c->operands, c->text);
    if (c->options) {
        hw_options_help(to, c->options);
        exits(to);
    }
}

/* argc 0: nothing was asked at all, which is a usage error and so goes to stderr. As the --help of
 * a command, argv[0] is that command. */
static hw_exit run(int argc, char **argv)
{
    hw_error err;
    if (argc == 0) {
        overview(stderr);
        return HW_EXIT_USAGE;
    }
    const char *topic = hw_command_named(argv[0]) && strcmp(argv[0], "help") != 0 ? argv[0]
                        : argc > 1                                                ? argv[1]
                                                                                  : NULL;
    if (!topic) {
        overview(stdout);
        return hw_printed();
    }
    const hw_command *c = hw_command_named(topic);
    if (!c) {
        hw_fail(&err, HW_USAGE, hw_str_of(topic),
                "no such command; \"heapwitness help\" lists them");
        return hw_complain(&err);
    }
    about(stdout, c);
    return hw_printed();
}

const hw_command command_help = {
    .name = "help",
    .operands = "[COMMAND]",
    .summary = "this overview, or all about one command",
    .text = "Without a command: an overview.\n",
    .run = run,
};
