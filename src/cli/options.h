/* cli/options - options: rows of which getopt's arrays and the help are made. */
#ifndef HW_CLI_OPTIONS_H
#define HW_CLI_OPTIONS_H

#include "cli/args.h"

/* Groups of the help text. Columns: id, title. */
#define HW_OPTION_GROUPS(X)                                                                        \
    X(INPUT, "What is read")                                                                       \
    X(RECORD, "What is recorded")                                                                  \
    X(SHOW, "What is shown")                                                                       \
    X(EXIT, "How it ends")                                                                         \
    X(OUTPUT, "Output")                                                                            \
    X(FETCH, "Fetching over HTTP")                                                                 \
    X(LIMITS, "Limits, each with K, M, G or T behind the number")

typedef enum hw_option_group {
#define X(id, title) HW_GROUP_##id,
    HW_OPTION_GROUPS(X)
#undef X
        HW_OPTION_GROUP_COUNT
} hw_option_group;

typedef struct hw_option hw_option;
struct hw_option {
    const char *name; /* `-` and `_` are the same */
    const char *also; /* a second name, or NULL */
    char letter;      /* 0: none */
    const char *arg;  /* NULL: a switch; =true and =false are taken too */
    const char *help;
    hw_option_group group;
    hw_status (*set)(hw_args *a, const hw_option *o, const char *value, hw_error *err);
    size_t field;    /* offset in hw_args, for the setters that are shared */
    uint64_t number; /* for the help text of limits: the default */
};

/* The options of a command. Rows that several have are in cli/shared_options.h. */
typedef struct hw_option_set {
    const hw_option *rows;
    size_t count;
    size_t nodecount;      /* the default of --nodecount */
    bool stops_at_operand; /* another program's options follow the first operand */
} hw_option_set;

#define HW_OPTION_ROWS(array) .rows = (array), .count = sizeof(array) / sizeof *(array)

/* Reads argv[1 …]. HW_USAGE with a message that suggests. */
hw_status hw_args_read(hw_args *a, const hw_option_set *set, int argc, char **argv, hw_error *err);

#endif
