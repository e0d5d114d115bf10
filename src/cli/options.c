#include "cli/options.h"

#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"

enum {
    SPELLINGS = 4, /* two names, each with - and _ */
    NAME_SIZE = 32,
    FIRST_VALUE = 256, /* getopt's values of rows; letters are below */
};

/* What getopt_long wants, made from the table. */
typedef struct getopt_arrays {
    char names[HW_OPTIONS_MAX * SPELLINGS][NAME_SIZE];
    struct option longs[HW_OPTIONS_MAX * SPELLINGS + 1];
    size_t count;
    char letters[2 * HW_OPTIONS_MAX + 3];
} getopt_arrays;

static void add_name(getopt_arrays *g, const hw_option *o, const char *name, char separator)
{
    char *copy = g->names[g->count];
    snprintf(copy, NAME_SIZE, "%s", name);
    for (char *p = copy; *p; p++)
        if (*p == '-' || *p == '_')
            *p = separator;
    /* A switch takes "=true" too, as Go's do. */
    g->longs[g->count++] = (struct option){copy, o->arg ? required_argument : optional_argument,
                                           NULL, FIRST_VALUE + (int)(o - hw_option_table)};
}

static void make_arrays(getopt_arrays *g, unsigned for_command)
{
    size_t letters = 0;
    g->count = 0;
    if (for_command == HW_FOR_RECORD) /* another program's options follow its first operand */
        g->letters[letters++] = '+';
    g->letters[letters++] = ':';
    for (const hw_option *o = hw_option_table; o < hw_option_table + hw_option_count; o++) {
        if (!(o->commands & for_command))
            continue;
        add_name(g, o, o->name, '-');
        add_name(g, o, o->name, '_');
        if (o->also) {
            add_name(g, o, o->also, '-');
            add_name(g, o, o->also, '_');
        }
        if (o->letter)
            g->letters[letters++] = o->letter;
        if (o->letter && o->arg)
            g->letters[letters++] = ':';
    }
    g->letters[letters] = '\0';
    g->longs[g->count] = (struct option){0};
}

static const hw_option *row_of(unsigned for_command, int value)
{
    if (value >= FIRST_VALUE)
        return &hw_option_table[value - FIRST_VALUE];
    for (size_t i = 0; i < hw_option_count; i++)
        if (hw_option_table[i].letter == value && (hw_option_table[i].commands & for_command))
            return &hw_option_table[i];
    return NULL;
}

static hw_status unknown(unsigned for_command, const char *given, hw_error *err)
{
    const char *names[HW_OPTIONS_MAX + 1];
    size_t n = 0;
    char name[NAME_SIZE];
    for (size_t i = 0; i < hw_option_count; i++)
        if (hw_option_table[i].commands & for_command)
            names[n++] = hw_option_table[i].name;
    names[n] = NULL;
    size_t dashes = strspn(given, "-");
    snprintf(name, sizeof name, "%.*s", (int)strcspn(given + dashes, "="), given + dashes);
    const char *meant = hw_suggest(name, names);
    if (meant)
        return hw_fail(err, HW_USAGE, hw_str_of(given), "no such option; did you mean --%s?",
                       meant);
    return hw_fail(err, HW_USAGE, hw_str_of(given), "no such option; --help lists them");
}

static hw_status read_option(hw_args *a, unsigned for_command, int value, const char *given,
                             hw_error *err)
{
    const hw_option *o = value == '?' || value == ':' ? NULL : row_of(for_command, value);
    if (value == ':')
        return hw_fail(err, HW_USAGE, hw_str_of(given), "needs a value; --help says which");
    if (!o)
        return unknown(for_command, given, err);
    return o->set(a, o, optarg, err);
}

/* The word that getopt stopped at, where options may follow it: --env's FORM is no command. */
static bool take_form(hw_args *a, int argc, char **argv)
{
    return a->env && optind < argc && strcmp(argv[optind - 1], "--") != 0 &&
           hw_vec_push(&a->inputs, argv[optind++]);
}

hw_status hw_args_read(hw_args *a, unsigned for_command, int argc, char **argv, hw_error *err)
{
    getopt_arrays g;
    int value;
    *a = (hw_args){.session = {.size = sizeof(hw_options), .limits = &a->limits},
                   .limits.size = sizeof(hw_limits),
                   .nodecount = for_command == HW_FOR_CLAIMS ? 10 : 20};
    make_arrays(&g, for_command);
    opterr = 0;
    optind = 1;
    for (;;) {
        int at = optind;
        optarg = NULL;
        value = getopt_long_only(argc, argv, g.letters, g.longs, NULL);
        if (value == -1 && take_form(a, argc, argv))
            continue;
        if (value == -1)
            break;
        const char *given = optind > 0 && optind <= argc ? argv[optind - 1] : "";
        if (value == '?' && at < argc && optind == at)
            given = argv[at]; /* inside a cluster of letters */
        HW_TRY(read_option(a, for_command, value, given, err));
    }
    for (int i = optind; i < argc; i++)
        if (!hw_vec_push(&a->inputs, argv[i]))
            return hw_nomem(err);
    a->session.headers = a->headers.at;
    a->session.header_count = a->headers.len;
    return HW_OK;
}

void hw_args_free(hw_args *a)
{
    hw_vec_free(&a->headers);
    hw_vec_free(&a->claims);
    hw_vec_free(&a->binaries);
    hw_vec_free(&a->listings);
    hw_vec_free(&a->profiles);
    hw_vec_free(&a->packages);
    hw_vec_free(&a->only_packages);
    hw_vec_free(&a->inputs);
    hw_arena_free(&a->arena);
}
