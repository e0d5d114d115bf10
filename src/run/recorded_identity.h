/* run/recorded_identity - which build a bundle is of: the programs that it wrote, their modules,
 * the state of the sources. */
#ifndef HW_RUN_RECORDED_IDENTITY_H
#define HW_RUN_RECORDED_IDENTITY_H

#include "base/vec.h"
#include "model/build_info.h"
#include "run/go_facts.h"

typedef struct hw_identity {
    HW_VEC(hw_build_info) binaries;
    HW_VEC(hw_module)
    modules; /* that were linked, or for libraries and tests: that were compiled */
    const char *vcs, *revision, *time; /* NULL: not known; time as RFC 3339 */
    int modified;                      /* -1: not known */
} hw_identity;

/* To be called after the build. What cannot be found out is left out, and modules that would make
 * the head of a bundle too long; the only error is to be out of memory. Files of `outputs` that do
 * not exist or are no Go programs are skipped. */
hw_status hw_identity_gather(hw_arena *a, const hw_go_command *c, const hw_go_facts *f,
                             const hw_words *outputs, hw_identity *ret, hw_error *err);
void hw_identity_free(hw_identity *i);

#endif
