/* run/go_command - a command line of the go command, understood well enough to add flags to it and
 * to move it to another folder. Nothing is run here. */
#ifndef HW_RUN_GO_COMMAND_H
#define HW_RUN_GO_COMMAND_H

#include "run/go_words.h"

typedef enum hw_go_verb { HW_GO_BUILD, HW_GO_INSTALL, HW_GO_TEST } hw_go_verb;

/* What there is to know of a flag. */
typedef enum hw_go_flag_kind {
    HW_GO_VALUE,   /* -p 4, -p=4 */
    HW_GO_OPAQUE,  /* the same, for another program than the compiler: may hold secrets */
    HW_GO_SWITCH,  /* -race, -race=false */
    HW_GO_PATH,    /* its value is a file or folder */
    HW_GO_PGO,     /* a file, or auto, or off */
    HW_GO_GCFLAGS, /* merged with ours */
    HW_GO_REFUSED, /* contradicts recording */
} hw_go_flag_kind;

typedef struct hw_go_flag_row {
    const char *name;
    hw_go_flag_kind kind;
    unsigned verbs;  /* 1u << hw_go_verb; 0: all */
    const char *why; /* of REFUSED */
} hw_go_flag_row;

typedef struct hw_go_flag {
    const hw_go_flag_row *row; /* NULL: go test hands it to the test */
    const char *raw;           /* as it stood there, with its value where that was joined to it */
    const char *value;         /* NULL: none */
    bool separate;             /* the value was a word of its own */
} hw_go_flag;

typedef struct hw_go_command {
    hw_words env; /* NAME=value words before the program */
    const char *go;
    hw_go_verb verb;
    const char *chdir; /* of -C, or NULL */
    HW_VEC(hw_go_flag) flags;
    hw_words operands; /* packages or files */
    hw_words rest;     /* of go test: all that follows the first word that is the test's own */
} hw_go_command;

/* Words stay borrowed. HW_USAGE where the command cannot be recorded. */
hw_status hw_go_command_read(const char *const *words, size_t n, hw_go_command *ret, hw_error *err);
void hw_go_command_free(hw_go_command *c);

/* go install PACKAGE@VERSION, which has nothing to do with the module around. */
bool hw_go_versioned(const hw_go_command *c);
/* The last value that was given; NULL where it was not. */
const char *hw_go_flag_value(const hw_go_command *c, const char *name);
/* Whether a switch is on. */
bool hw_go_switch_on(const hw_go_command *c, const char *name);
/* The row of a flag of the go command, "-name" or "--name=value". NULL: it has none. */
const hw_go_flag_row *hw_go_flag_row_of(hw_str raw, hw_go_verb verb);

/* What the command has to become. */
typedef struct hw_go_move {
    const char *was;         /* the folder it was written for, -C included */
    const char *is;          /* the folder it will run in: paths are written relative to it */
    const hw_words *goflags; /* elements of GOFLAGS: what is relative in them is moved too */
    const hw_words *gcflags; /* values that replace all -gcflags */
    bool one_main;           /* go build of one command: it is written into `was` */
} hw_go_move;

/* The arguments to run, `go` first. The result holds words of `c` and of the arena. */
hw_status hw_go_command_move(hw_arena *a, const hw_go_command *c, const hw_go_move *move,
                             hw_words *ret, hw_error *err);

#endif
