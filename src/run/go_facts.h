/* run/go_facts - what the go command says of a build before it runs: go env, go list. */
#ifndef HW_RUN_GO_FACTS_H
#define HW_RUN_GO_FACTS_H

#include "run/go_command.h"

/* Variables that `go env` is asked for. */
#define HW_GO_VARIABLES(X)                                                                         \
    X(GOVERSION)                                                                                   \
    X(GOOS)                                                                                        \
    X(GOARCH)                                                                                      \
    X(GOEXE)                                                                                       \
    X(GOMOD)                                                                                       \
    X(GOWORK)                                                                                      \
    X(GOTMPDIR)                                                                                    \
    X(GOHOSTOS)                                                                                    \
    X(GOHOSTARCH)                                                                                  \
    X(GOBIN)                                                                                       \
    X(GOPATH)                                                                                      \
    X(GOFLAGS)                                                                                     \
    X(GOEXPERIMENT)                                                                                \
    X(GOTOOLCHAIN)                                                                                 \
    X(GO111MODULE)                                                                                 \
    X(GODEBUG)                                                                                     \
    X(GOFIPS140)                                                                                   \
    X(CGO_ENABLED)                                                                                 \
    X(GOAMD64)                                                                                     \
    X(GO386)                                                                                       \
    X(GOARM)                                                                                       \
    X(GOARM64)                                                                                     \
    X(GOMIPS)                                                                                      \
    X(GOMIPS64)                                                                                    \
    X(GOPPC64)                                                                                     \
    X(GORISCV64)                                                                                   \
    X(GOWASM)

typedef enum hw_go_variable {
#define X(name) HW_##name,
    HW_GO_VARIABLES(X)
#undef X
        HW_GO_VARIABLE_COUNT
} hw_go_variable;

extern const char *const hw_go_variable_names[HW_GO_VARIABLE_COUNT];

typedef struct hw_go_package {
    const char *name, *path, *target; /* target: where go install puts it, or "" */
} hw_go_package;

typedef struct hw_go_facts {
    const char *was;  /* the folder of the command, -C included */
    const char *root; /* of the workspace or module; `was` where there is none */
    const char *variables[HW_GO_VARIABLE_COUNT]; /* "" where it is not set */
    hw_words env;                   /* NAME=value: what the command gives itself, and more since */
    hw_words goflags;               /* elements */
    HW_VEC(hw_go_package) packages; /* those that the command names */
} hw_go_facts;

bool hw_go_variable_kept(hw_go_variable v);

/* Runs go env with the command's own environment; no packages yet. */
hw_status hw_go_facts_ask(hw_arena *a, const hw_go_command *c, hw_go_facts *ret, hw_error *err);
/* Runs go list for the packages. Those that cannot be listed are left out: the build itself says
 * why. */
hw_status hw_go_facts_list(hw_arena *a, const hw_go_command *c, hw_go_facts *f, hw_error *err);
void hw_go_facts_free(hw_go_facts *f);

/* "PATH\tVERSION\tREPLACED BY\tVERSION" of the modules that have packages in the build, with
 * repetitions; nothing where go list fails. */
hw_status hw_go_list_modules(hw_arena *a, const hw_go_command *c, const hw_go_facts *f,
                             hw_words *ret, hw_error *err);

#endif
