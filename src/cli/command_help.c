#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "cli/options.h"
#include "cli/terminal.h"

enum { OPTION_COLUMN = 28, COMMAND_COLUMN = 12, EXIT_COLUMN = 7, WIDTH_MIN = 60, WIDTH_MAX = 96 };

/* One paragraph: the first line begins at `column`, the further ones at `indent`. */
static void fill(FILE *to, hw_str text, int column, int indent, int width)
{
    bool first = true;
    while (text.n) {
        hw_str word = hw_str_next(&text, ' ');
        int n = (int)word.n;
        if (n == 0)
            continue;
        if (!first && column + 1 + n > width) {
            fprintf(to, "\n%*s", indent, "");
            column = indent;
        } else if (!first) {
            fputc(' ', to);
            column++;
        }
        fprintf(to, "%.*s", HW_STR_ARG(word));
        column += n;
        first = false;
    }
    fputc('\n', to);
}

/* A paragraph a line; indented lines stay as they are. */
static void paragraphs(FILE *to, const char *text, int width)
{
    hw_str rest = hw_str_of(text);
    while (rest.n) {
        hw_str line = hw_str_next(&rest, '\n');
        if (hw_str_starts(line, HW_STR(" ")))
            fprintf(to, "%.*s\n", HW_STR_ARG(line));
        else
            fill(to, line, 0, 0, width);
    }
}

static void overview(FILE *to, int width)
{
    fputs("heapwitness: a running Go service's heap against the compiler's escape claims\n\n"
          "usage: heapwitness COMMAND [options] ...\n\n",
          to);
    for (const hw_command *const *c = hw_commands; *c; c++) {
        fprintf(to, "  %-9s ", (*c)->name);
        fill(to, hw_str_of((*c)->summary), COMMAND_COLUMN, COMMAND_COLUMN, width);
    }
    fputs("\n\"heapwitness help COMMAND\" says more. To begin with, of a service that imports\n"
          "net/http/pprof and listens on port 6060:\n\n"
          "  heapwitness record -o service.hwb -- go build -o service ./cmd/service\n"
          "  ./service &\n"
          "  heapwitness audit localhost:6060 --claims service.hwb --binary ./service\n",
          to);
}

/* --- options ---------------------------------------------------------------------------------- */

static void number_text(uint64_t n, char *buf, size_t size)
{
    static const char suffixes[] = {0, 'K', 'M', 'G', 'T'};
    size_t i = 0;
    while (n && n % 1024 == 0 && i + 1 < sizeof suffixes) {
        n /= 1024;
        i++;
    }
    snprintf(buf, size, "%" PRIu64 "%.1s", n, i ? &suffixes[i] : "");
}

static void option(FILE *to, const hw_option *o, int width)
{
    char head[96], letter[8] = "    ", text[256], number[32];
    if (o->letter)
        snprintf(letter, sizeof letter, "-%c, ", o->letter);
    int length =
        snprintf(head, sizeof head, "  %s--%s%s%s%s%s", letter, o->name, o->also ? ", --" : "",
                 o->also ? o->also : "", o->arg ? "=" : "", o->arg ? o->arg : "");
    if (length < OPTION_COLUMN)
        fprintf(to, "%-*s", OPTION_COLUMN, head);
    else
        fprintf(to, "%s\n%*s", head, OPTION_COLUMN, "");
    number_text(o->number, number, sizeof number);
    snprintf(text, sizeof text, o->number ? "%s (default %s)" : "%s", o->help, number);
    fill(to, hw_str_of(text), OPTION_COLUMN, OPTION_COLUMN, width);
}

static void options(FILE *to, unsigned for_command, int width)
{
    static const char *const titles[] = {
#define X(id, title) [HW_GROUP_##id] = title,
        HW_OPTION_GROUPS(X)
#undef X
    };
    for (int g = 0; g < HW_OPTION_GROUP_COUNT; g++) {
        bool any = false;
        for (size_t i = 0; i < hw_option_count; i++) {
            const hw_option *o = &hw_option_table[i];
            if (o->group != (hw_option_group)g || !(o->commands & for_command))
                continue;
            if (!any)
                fprintf(to, "\n%s:\n", titles[g]);
            any = true;
            option(to, o, width);
        }
    }
}

static void exits(FILE *to, unsigned for_command, int width)
{
    static const struct {
        int code;
        unsigned commands;
        const char *text;
    } rows[] = {
#define X(id, number, commands, meaning) {number, commands, meaning},
        HW_EXITS(X)
#undef X
    };
    fputs("\nExit codes:\n", to);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (!(rows[i].commands & for_command))
            continue;
        fprintf(to, "  %3d  ", rows[i].code);
        fill(to, hw_str_of(rows[i].text), EXIT_COLUMN, EXIT_COLUMN, width);
    }
}

static void about(FILE *to, const hw_command *c, int width)
{
    fprintf(to, "usage: heapwitness %s %s%s\n\n", c->name, c->options ? "[options] " : "",
            c->operands);
    paragraphs(to, c->text, width);
    if (c->options) {
        options(to, c->options, width);
        exits(to, c->options, width);
    }
}

/* --- the command ------------------------------------------------------------------------------ */

/* argc 0: nothing was asked at all, which is a usage error and so goes to stderr. As the --help of
 * a command, argv[0] is that command. */
static hw_exit run(int argc, char **argv)
{
    hw_error err;
    int width = (int)hw_terminal_width(true);
    width = width == 0 || width > WIDTH_MAX ? WIDTH_MAX : width < WIDTH_MIN ? WIDTH_MIN : width;
    if (argc == 0) {
        overview(stderr, width);
        return HW_EXIT_USAGE;
    }
    const char *topic = hw_command_named(argv[0]) && strcmp(argv[0], "help") != 0 ? argv[0]
                        : argc > 1                                                ? argv[1]
                                                                                  : NULL;
    if (!topic) {
        overview(stdout, width);
        return hw_printed();
    }
    const hw_command *c = hw_command_named(topic);
    if (!c) {
        hw_fail(&err, HW_USAGE, hw_str_of(topic),
                "no such command; \"heapwitness help\" lists them");
        return hw_complain(&err);
    }
    about(stdout, c, width);
    return hw_printed();
}

const hw_command command_help = {
    .name = "help",
    .operands = "[COMMAND]",
    .summary = "this overview, or all about one command",
    .text = "Without a command: an overview.\n",
    .run = run,
};
