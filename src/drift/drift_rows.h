/* drift/drift_rows - how a difference is put down, and in which order they stand. */
#ifndef HW_DRIFT_DRIFT_ROWS_H
#define HW_DRIFT_DRIFT_ROWS_H

#include "drift/drift_state.h"

/* A row of the package at hand; an item that is NULL is not said. */
HW_MEM hw_drifter_add(hw_drifter *dr, hw_drift_kind kind, const hw_drift_item *a,
                      const hw_drift_item *b);
HW_MEM hw_drifter_add_alone(hw_drifter *dr, hw_drift_kind kind, hw_drift_end end,
                            const hw_drift_item *item);
/* Keeps the pair where pairs are wanted; one of the items may be NULL. */
HW_MEM hw_drifter_keep(hw_drifter *dr, const hw_drift_item *a, const hw_drift_item *b);
HW_MEM hw_drifter_keep_alone(hw_drifter *dr, hw_drift_end end, const hw_drift_item *item);
/* The row that was added last. */
hw_difference *hw_drifter_last(hw_drifter *dr);

/* How the flow of a claim ends: the reason of its last step, and what it reaches. */
void hw_drift_route_end(const hw_claims *claims, const hw_route *route, hw_str *why, hw_str *sink);

/* Sorts all rows: the heaviest first. */
HW_MEM hw_drift_order(hw_drift *d);

#endif
