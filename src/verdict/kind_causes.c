#include "verdict/kind_causes.h"

#define CAUSES(confirmed, contradicted, without_call)                                              \
    {HW_CAUSE_##confirmed, HW_CAUSE_##contradicted, HW_CAUSE_##without_call}
const hw_kind_causes hw_kind_cause_rows[HW_KIND_COUNT] = {
#define X(id, name, traits, heap, stack, since, causes) [HW_KIND_##id] = CAUSES causes,
    HW_KINDS(X)
#undef X
};
