#include "cli/command_help.h"

#include "base/error.h"
#include "cli/complain.h"
#include "cli/help_text.h"

enum { COMMAND_COLUMN = 12 };

static void overview(FILE *to, const hw_command *const *commands)
{
    int width = hw_help_width();
    fputs("heapwitness: a running Go service's heap against the compiler's escape claims\n\n"
          "usage: heapwitness COMMAND [options] ...\n\n",
          to);
    for (const hw_command *const *c = commands; *c; c++) {
        fprintf(to, "  %-9s ", (*c)->name);
        hw_help_fill(to, hw_str_of((*c)->summary), COMMAND_COLUMN, COMMAND_COLUMN, width);
    }
    fputs("\n\"heapwitness help COMMAND\" says more. To begin with, of a service that imports\n"
          "net/http/pprof and listens on port 6060:\n\n"
          "  heapwitness record -o service.hwb -- go build -o service ./cmd/service\n"
          "  ./service &\n"
          "  heapwitness audit localhost:6060 --claims service.hwb --binary ./service\n",
          to);
}

static hw_exit run(const hw_invocation *in)
{
    hw_error err;
    if (in->argc == 0) { /* nothing was asked at all, which is a usage error */
        overview(stderr, in->commands);
        return HW_EXIT_USAGE;
    }
    if (in->argc == 1) {
        overview(stdout, in->commands);
        return hw_printed();
    }
    const hw_command *c = hw_command_named(in->commands, in->argv[1]);
    if (c)
        return hw_help_command(c);
    hw_fail(&err, HW_USAGE, hw_str_of(in->argv[1]),
            "no such command; \"heapwitness help\" lists them");
    return hw_complain(&err);
}

const hw_command hw_command_help = {
    .name = "help",
    .operands = "[COMMAND]",
    .summary = "this overview, or all about one command",
    .text = "Without a command: an overview.\n",
    .run = run,
};
