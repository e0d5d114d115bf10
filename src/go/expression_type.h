/* go/expression_type - whether an expression can be what a call allocates.
 *
 * The machine code shows the type that is allocated, or the function for it: convTstring boxes
 * strings alone, concatstring3 adds three. The text of an expression shows the type that it has, or
 * at least which it cannot have.
 */
#ifndef HW_GO_EXPRESSION_TYPE_H
#define HW_GO_EXPRESSION_TYPE_H

#include "go/expression_kind.h"

typedef enum hw_type_fit {
    HW_TYPE_NO,
    HW_TYPE_MAYBE, /* the text does not tell */
    HW_TYPE_YES,
} hw_type_fit;

typedef struct hw_call_shape {
    hw_family family;
    hw_str callee, type; /* as linked; empty where they are not known */
    bool folds;          /* constants are added up after the expression was printed (<= 1.20) */
} hw_call_shape;

/* Of an expression that is of a kind that can make such a call. */
hw_type_fit hw_expression_fits(hw_kind kind, hw_str expr, const hw_call_shape *call);

/* Only an expression that fits can make such a call. Where there is none, something else did that
 * the compiler prints nothing about. */
static inline bool hw_expression_decides(hw_family by)
{
    return by == HW_FAMILY_MAP_ASSIGN || by == HW_FAMILY_CONCAT;
}

/* struct { F uintptr; … }, as the compiler calls the type of a closure. */
bool hw_type_is_closure(hw_str type);

#endif
