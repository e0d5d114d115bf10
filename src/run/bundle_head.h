/* run/bundle_head - what the head of a bundle says of a run. Secrets stay out: only values that
 * decide what is compiled are kept. */
#ifndef HW_RUN_BUNDLE_HEAD_H
#define HW_RUN_BUNDLE_HEAD_H

#include "bundle/bundle_write.h"
#include "run/recorded_identity.h"

typedef struct hw_recorded_build {
    const hw_go_command *command;
    const hw_go_facts *facts;
    const hw_words *words;   /* the command as it was given */
    const hw_words *gcflags; /* as they were used, -json left out */
    const hw_identity *identity;
} hw_recorded_build;

/* All but times, sizes, counts and the exit code. To be freed also where it failed; its views are
 * into `b` and the arena. */
hw_status hw_bundle_head_fill(hw_arena *a, const hw_recorded_build *b, hw_bundle_head *ret,
                              hw_error *err);

#endif
