#include "diag/go_range.h"

/* Go versions that have a reason; 0: no bound. evidence: the format strings in
 * cmd/compile/internal of all known versions. */
static const hw_go_range reason_versions[HW_REASON_COUNT] = {
    [HW_REASON_NON_CONSTANT_SIZE] = {0, 24},
    [HW_REASON_ZERO_SIZED_ELEMENT] = {25, 0},
    [HW_REASON_CALLEE] = {22, 0},
    [HW_REASON_SLICE_TO_ARRAY] = {20, 0},
};

void hw_go_narrow_by_counts(hw_claims *set)
{
    for (size_t i = 0; i < HW_CLASS_COUNT; i++) {
        if (set->by_class[i][HW_POS_BARE] || set->by_class[i][HW_POS_UNKNOWN])
            hw_go_narrow(set, (hw_go_range){23, 0});
        else if (!set->by_class[i][HW_POS_PLAIN])
            continue;
        hw_class_versions v = hw_message_class_versions[i];
        hw_go_narrow(set, (hw_go_range){v.since, v.until});
    }
    for (size_t i = 0; i < HW_REASON_COUNT; i++)
        if (set->reasons[i])
            hw_go_narrow(set, reason_versions[i]);
}
