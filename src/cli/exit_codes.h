/* cli/exit_codes - how the program ends. */
#ifndef HW_CLI_EXIT_CODES_H
#define HW_CLI_EXIT_CODES_H

/* Columns: id, code, meaning. docs/cli.md explains them; tests/lint checks that. */
#define HW_EXITS(X)                                                                                \
    X(OK, 0, "a result")                                                                           \
    X(FINDINGS, 1, "a result that --fail-on names")                                                \
    X(USAGE, 2, "the command line was not understood")                                             \
    X(FAILED, 3, "no result: an input could not be had or read, no memory, output not written")    \
    X(INCOMPLETE, 4,                                                                               \
      "a result that is not complete: with --strict; of drift --go, some versions failed")         \
    X(INTERRUPTED, 130, "interrupted")

typedef enum hw_exit {
#define X(id, code, text) HW_EXIT_##id = code,
    HW_EXITS(X)
#undef X
} hw_exit;

typedef enum hw_exit_row {
#define X(id, code, text) HW_EXIT_ROW_##id,
    HW_EXITS(X)
#undef X
} hw_exit_row;

/* The bit of an exit code, for the sets that commands have. */
#define HW_ENDS(id) (1u << HW_EXIT_ROW_##id)
/* Those of every command: its line can be wrong, and its work can fail. */
#define HW_ENDS_ANY (HW_ENDS(USAGE) | HW_ENDS(FAILED))
/* Those of a command that reads logs and shows a result. */
#define HW_ENDS_RESULT (HW_ENDS_ANY | HW_ENDS(OK) | HW_ENDS(INCOMPLETE) | HW_ENDS(INTERRUPTED))

#endif
