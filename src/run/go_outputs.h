/* run/go_outputs - the programs that a build writes. */
#ifndef HW_RUN_GO_OUTPUTS_H
#define HW_RUN_GO_OUTPUTS_H

#include <time.h>

#include "run/go_facts.h"

/* The files that the command writes its programs to, whether they exist or not. Where these are not
 * known: the files in the folder of its programs that were written since `since`. */
hw_status hw_go_outputs(hw_arena *a, const hw_go_command *c, const hw_go_facts *f, time_t since,
                        hw_words *ret, hw_error *err);
/* Whether the command can have built a program of this main package. */
bool hw_go_builds(const hw_go_command *c, hw_str package);

#endif
