/* diag/fill - what a line adds to the set of claims, by its class. */
#ifndef HW_DIAG_FILL_H
#define HW_DIAG_FILL_H

#include "diag/reader.h"

/* Everything that a classified line adds. */
hw_status hw_fill(hw_diag_reader *r, const hw_message *m, hw_error *err);
/* The same of a step. `own`: of the explanation before it. */
hw_status hw_fill_step(hw_diag_reader *r, const hw_message *m, bool own, hw_error *err);
/* A line of class NOT_UNDERSTOOD. */
hw_status hw_fill_unknown(hw_diag_reader *r, hw_error *err);

bool hw_hint_same(const hw_hint *a, const hw_hint *b);
/* Marks the block's last claim if the zero-copy line at `place` speaks of it. */
void hw_mark_zerocopy(hw_diag_reader *r, const hw_place *place);

#endif
