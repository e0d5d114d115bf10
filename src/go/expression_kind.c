#include "go/expression_kind.h"

#define SIDE(sizes, calls, column) {HW_SIZES_##sizes, (unsigned)(calls), column}
#define SINCE(claimed, owns)       claimed, owns
const hw_kind_row hw_kind_rows[HW_KIND_COUNT] = {
#define X(id, name, traits, heap, stack, since, causes)                                            \
    [HW_KIND_##id] = {name, traits, SIDE heap, SIDE stack, SINCE since},
    HW_KINDS(X)
#undef X
};
