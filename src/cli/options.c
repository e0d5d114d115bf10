#include "cli/options.h"

#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "cli/suggest.h"

enum {
    SPELLINGS = 4, /* two names, each with - and _ */
    NAME_SIZE = 32,
    FIRST_VALUE = 256, /* getopt's values of rows; letters are below */
};

/* What getopt_long wants, made from the rows. */
typedef struct getopt_arrays {
    char (*names)[NAME_SIZE];
    struct option *longs;
    size_t count;
    char *letters;
} getopt_arrays;

static void add_name(getopt_arrays *g, const hw_option *o, int value, const char *name,
                     char separator)
{
    char *copy = g->names[g->count];
    snprintf(copy, NAME_SIZE, "%s", name);
    for (char *p = copy; *p; p++)
        if (*p == '-' || *p == '_')
            *p = separator;
    /* A switch takes "=true" too, as Go's do. */
    g->longs[g->count++] =
        (struct option){copy, o->arg ? required_argument : optional_argument, NULL, value};
}

static void add_option(getopt_arrays *g, const hw_option *o, int value)
{
    add_name(g, o, value, o->name, '-');
    add_name(g, o, value, o->name, '_');
    if (o->also) {
        add_name(g, o, value, o->also, '-');
        add_name(g, o, value, o->also, '_');
    }
}

static hw_status make_arrays(hw_arena *arena, const hw_option_set *set, getopt_arrays *ret,
                             hw_error *err)
{
    getopt_arrays g = {
        .names = hw_arena_zero(arena, set->count * SPELLINGS, NAME_SIZE),
        .longs = hw_arena_zero(arena, set->count * SPELLINGS + 1, sizeof *g.longs),
        .letters = hw_arena_zero(arena, 2 * set->count + sizeof "+:", 1),
    };
    size_t letters = 0;
    if (!g.names || !g.longs || !g.letters)
        return hw_nomem(err);
    if (set->stops_at_operand)
        g.letters[letters++] = '+';
    g.letters[letters++] = ':';
    for (size_t i = 0; i < set->count; i++) {
        const hw_option *o = &set->rows[i];
        add_option(&g, o, FIRST_VALUE + (int)i);
        if (o->letter)
            g.letters[letters++] = o->letter;
        if (o->letter && o->arg)
            g.letters[letters++] = ':';
    }
    *ret = g;
    return HW_OK;
}

static const hw_option *row_of(const hw_option_set *set, int value)
{
    if (value >= FIRST_VALUE)
        return &set->rows[value - FIRST_VALUE];
    for (size_t i = 0; i < set->count; i++)
        if (set->rows[i].letter == value)
            return &set->rows[i];
    return NULL;
}

static hw_status unknown(hw_args *a, const hw_option_set *set, const char *given, hw_error *err)
{
    const char **names = hw_arena_zero(&a->arena, set->count + 1, sizeof *names);
    char name[NAME_SIZE];
    if (!names)
        return hw_nomem(err);
    for (size_t i = 0; i < set->count; i++)
        names[i] = set->rows[i].name;
    size_t dashes = strspn(given, "-");
    snprintf(name, sizeof name, "%.*s", (int)strcspn(given + dashes, "="), given + dashes);
    const char *meant = hw_suggest(name, names);
    if (meant)
        return hw_fail(err, HW_USAGE, hw_str_of(given), "no such option; did you mean --%s?",
                       meant);
    return hw_fail(err, HW_USAGE, hw_str_of(given), "no such option; --help lists them");
}

static hw_status read_option(hw_args *a, const hw_option_set *set, int value, const char *given,
                             hw_error *err)
{
    const hw_option *o = value == '?' || value == ':' ? NULL : row_of(set, value);
    if (value == ':')
        return hw_fail(err, HW_USAGE, hw_str_of(given), "needs a value; --help says which");
    if (!o)
        return unknown(a, set, given, err);
    return o->set(a, o, optarg, err);
}

/* After --env, takes the word at which getopt stopped: it is FORM and no command, so options may
 * follow. */
static hw_status take_form(hw_args *a, int argc, char **argv, bool *taken, hw_error *err)
{
    *taken = a->env && optind < argc && strcmp(argv[optind - 1], "--") != 0;
    return !*taken || hw_vec_push(&a->inputs, argv[optind++]) ? HW_OK : hw_nomem(err);
}

static hw_status read_options(hw_args *a, const hw_option_set *set, int argc, char **argv,
                              hw_error *err)
{
    getopt_arrays g = {0};
    HW_TRY(make_arrays(&a->arena, set, &g, err));
    opterr = 0;
    optind = 1;
    for (;;) {
        int at = optind;
        optarg = NULL;
        int value = getopt_long_only(argc, argv, g.letters, g.longs, NULL);
        bool form = false;
        if (value == -1)
            HW_TRY(take_form(a, argc, argv, &form, err));
        if (value == -1 && !form)
            return HW_OK;
        if (form)
            continue;
        const char *given = optind > 0 && optind <= argc ? argv[optind - 1] : "";
        if (value == '?' && at < argc && optind == at)
            given = argv[at]; /* inside a cluster of letters */
        HW_TRY(read_option(a, set, value, given, err));
    }
}

hw_status hw_args_read(hw_args *a, const hw_option_set *set, int argc, char **argv, hw_error *err)
{
    *a = (hw_args){.session = {.size = sizeof(hw_options), .limits = &a->limits},
                   .limits.size = sizeof(hw_limits),
                   .nodecount = set->nodecount};
    HW_TRY(read_options(a, set, argc, argv, err));
    for (int i = optind; i < argc; i++)
        if (!hw_vec_push(&a->inputs, argv[i]))
            return hw_nomem(err);
    a->session.headers = a->headers.at;
    a->session.header_count = a->headers.len;
    return HW_OK;
}
