/* cli - the command line: tables of commands and options, the terminal, exit codes. The only room
 * that prints, reads the environment and ends the process. */
#ifndef HW_CLI_CLI_H
#define HW_CLI_CLI_H

#include "base/arena.h"
#include "base/vec.h"
#include "heapwitness/heapwitness.h"
#include "session/formats.h"

/* Exit codes. Columns: id, code, meaning. docs/cli.md explains them; tests/lint checks that. */
#define HW_EXITS(X)                                                                                \
    X(OK, 0, HW_FOR_READERS, "a result")                                                           \
    X(FINDINGS, 1, HW_FOR_AUDIT | HW_FOR_DRIFT, "a result that --fail-on names")                   \
    X(USAGE, 2, HW_FOR_ALL, "the command line was not understood")                                 \
    X(FAILED, 3, HW_FOR_ALL,                                                                       \
      "no result: an input could not be had or read, no memory, output not written")               \
    X(INCOMPLETE, 4, HW_FOR_READERS,                                                               \
      "a result that is not complete: with --strict; of drift --go, some versions failed")         \
    X(INTERRUPTED, 130, HW_FOR_READERS, "interrupted")

typedef enum hw_exit {
#define X(id, code, commands, text) HW_EXIT_##id = code,
    HW_EXITS(X)
#undef X
} hw_exit;

typedef enum hw_colour { HW_COLOUR_AUTO, HW_COLOUR_ALWAYS, HW_COLOUR_NEVER } hw_colour;

/* Which commands an option belongs to. */
enum {
    HW_FOR_AUDIT = 1,
    HW_FOR_CLAIMS = 2,
    HW_FOR_DRIFT = 4,
    HW_FOR_RECORD = 8,
    HW_FOR_CENSUS = 16,
    HW_FOR_READERS = HW_FOR_AUDIT | HW_FOR_CLAIMS | HW_FOR_DRIFT | HW_FOR_CENSUS, /* of logs */
    HW_FOR_ALL = HW_FOR_READERS | HW_FOR_RECORD,
};

/* What a command line said. Strings are borrowed from argv or in `arena`. */
typedef struct hw_args {
    hw_arena arena;
    hw_options session; /* its limits are `limits` */
    hw_limits limits;
    HW_VEC(const char *) headers, claims, binaries, listings, inputs;
    HW_VEC(hw_str) only_packages; /* patterns */
    const char *format, *output, *unit, *focus, *ignore;
    HW_VEC(const char *) packages; /* of record */
    HW_VEC(const char *) profiles; /* of drift */
    const char *go;                /* of drift */
    const char *cache, *like, *json_dir;
    uint64_t nodecount;
    hw_colour colour;
    unsigned patterns;      /* bits of hw_pattern */
    uint64_t reasons;       /* bits of hw_reason */
    unsigned fail_verdicts; /* bit (1u << hw_verdict) */
    unsigned fail_drifts;   /* bit (1u << hw_drift_kind) */
    unsigned fail_severity; /* 0 never, 1 note, 2 warning, 3 error */
    bool all, strict, not_understood, help;
    bool keep, quiet, env;
} hw_args;

typedef struct hw_command {
    const char *name;
    const char *operands; /* what follows the options in its usage line */
    const char *summary;
    const char *text;                      /* the first paragraphs of its help */
    unsigned options;                      /* HW_FOR_* */
    hw_exit (*run)(int argc, char **argv); /* argv[0] is the command's name */
} hw_command;

/* The rows are in the commands' files. NULL-terminated. */
extern const hw_command *const hw_commands[];
extern const hw_command command_audit, command_census, command_claims, command_drift,
    command_record, command_help, command_version;

const hw_command *hw_command_named(const char *name);

/* `names` is NULL-terminated; the one that was meant, most likely, or NULL. */
const char *hw_suggest(const char *given, const char *const *names);

/* stderr: "heapwitness: …", one line; the exit code that belongs to the error. */
hw_exit hw_complain(const hw_error *err);

/* After the last printf to stdout: HW_EXIT_FAILED, with a message, if it could not be written. */
hw_exit hw_printed(void);

#endif
