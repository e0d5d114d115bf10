#include "join/own_call.h"

#include "go/expression_text.h"

bool hw_own_is_object(const hw_allocation_call *call)
{
    return call->callee && (call->family == HW_FAMILY_OBJECT ||
                            (call->family == HW_FAMILY_MALLOC && call->untyped == HW_UNTYPED_NONE));
}

/* concatstring* makes strings, concatbyte* the bytes of one. */
static bool makes_bytes(hw_str callee)
{
    return hw_str_starts(callee, HW_STR("runtime.concatbyte"));
}

static bool is_bytes(hw_str expr)
{
    return hw_str_starts(expr, HW_STR("([]byte)("));
}

bool hw_own_calls(const hw_claim *c, hw_str expr, hw_str callee, const hw_allocation_call *call)
{
    const hw_kind_row *row = &hw_kind_rows[c->kind];
    unsigned calls = (hw_claim_heap(c) ? row->heap : row->stack).calls;
    bool converts = row->traits & HW_TRAIT_CONVERT;
    if (converts && hw_expr_constant_bytes(expr))
        calls |= HW_BY_AN_OBJECT;
    if (call->family == HW_FAMILY_CONCAT &&
        (makes_bytes(callee) != is_bytes(expr) || (converts && !makes_bytes(callee))))
        return false;
    return calls >> call->family & 1;
}

bool hw_own_buffer_fits(const hw_claim *c, const hw_allocation_call *call)
{
    if (call->stack_buffer == HW_BUFFER_STACK && hw_claim_heap(c))
        return call->family == HW_FAMILY_GROW;
    return call->stack_buffer != HW_BUFFER_NONE || call->family != HW_FAMILY_STRING ||
           hw_claim_heap(c);
}
