#include "cli/help_text.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "cli/complain.h"
#include "cli/terminal.h"

enum { OPTION_COLUMN = 28, EXIT_COLUMN = 7, WIDTH_MIN = 60, WIDTH_MAX = 96 };

void hw_help_fill(FILE *to, hw_str text, int column, int indent, int width)
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
            hw_help_fill(to, line, 0, 0, width);
    }
}

int hw_help_width(void)
{
    int width = (int)hw_terminal_width(true);
    return width == 0 || width > WIDTH_MAX ? WIDTH_MAX : width < WIDTH_MIN ? WIDTH_MIN : width;
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
    hw_help_fill(to, hw_str_of(text), OPTION_COLUMN, OPTION_COLUMN, width);
}

static void options(FILE *to, const hw_option_set *set, int width)
{
    static const char *const titles[] = {
#define X(id, title) [HW_GROUP_##id] = title,
        HW_OPTION_GROUPS(X)
#undef X
    };
    for (int g = 0; g < HW_OPTION_GROUP_COUNT; g++) {
        bool any = false;
        for (size_t i = 0; i < set->count; i++) {
            const hw_option *o = &set->rows[i];
            if (o->group != (hw_option_group)g)
                continue;
            if (!any)
                fprintf(to, "\n%s:\n", titles[g]);
            any = true;
            option(to, o, width);
        }
    }
}

static void exits(FILE *to, unsigned bits, int width)
{
    static const struct {
        int code;
        unsigned bit;
        const char *text;
    } rows[] = {
#define X(id, number, meaning) {number, HW_ENDS(id), meaning},
        HW_EXITS(X)
#undef X
    };
    fputs("\nExit codes:\n", to);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (!(rows[i].bit & bits))
            continue;
        fprintf(to, "  %3d  ", rows[i].code);
        hw_help_fill(to, hw_str_of(rows[i].text), EXIT_COLUMN, EXIT_COLUMN, width);
    }
}

hw_exit hw_help_command(const hw_command *c)
{
    FILE *to = stdout;
    int width = hw_help_width();
    fprintf(to, "usage: heapwitness %s %s%s\n\n", c->name, c->options.count ? "[options] " : "",
            c->operands);
    paragraphs(to, c->text, width);
    if (c->options.count) {
        options(to, &c->options, width);
        exits(to, c->exits, width);
    }
    return hw_printed();
}
