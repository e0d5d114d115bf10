/* cli/args - what a command line said. */
#ifndef HW_CLI_ARGS_H
#define HW_CLI_ARGS_H

#include "base/arena.h"
#include "base/vec.h"
#include "heapwitness/heapwitness.h"

typedef enum hw_colour { HW_COLOUR_AUTO, HW_COLOUR_ALWAYS, HW_COLOUR_NEVER } hw_colour;

/* An option that may be given several times. */
typedef HW_VEC(const char *) hw_arg_list;

/* Strings are borrowed from argv or in `arena`. */
typedef struct hw_args {
    hw_arena arena;
    hw_options session; /* its limits are `limits` */
    hw_limits limits;
    hw_arg_list headers, claims, binaries, listings, inputs;
    HW_VEC(hw_str) only_packages; /* patterns */
    const char *format, *output, *unit, *focus, *ignore;
    hw_arg_list packages; /* of record */
    hw_arg_list profiles; /* of drift */
    const char *go;       /* of drift */
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

void hw_args_free(hw_args *a);

#endif
