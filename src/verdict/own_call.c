#include "verdict/own_call.h"

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

bool hw_own_constant_bytes(hw_str expr)
{
    size_t depth = 0;
    return hw_str_cut_prefix(&expr, HW_STR("([]byte)(")) && expr.n && expr.p[0] == '"' &&
           hw_expr_next(expr, 0, &depth) + 1 == expr.n;
}

bool hw_own_calls(const hw_claim *c, hw_str expr, hw_str callee, const hw_allocation_call *call)
{
    const hw_kind_row *row = &hw_kind_rows[c->kind];
    unsigned calls = (hw_claim_heap(c) ? row->heap : row->stack).calls;
    bool converts = row->traits & HW_TRAIT_CONVERT;
    if (converts && hw_own_constant_bytes(expr))
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

/* ---- types ---- */

static bool is_closure_type(hw_str type)
{
    return hw_str_starts(type, HW_STR("struct { F uintptr")) ||
           hw_str_starts(type, HW_STR("struct { .F uintptr"));
}

static bool is_array_type(hw_str type)
{
    return type.n > 1 && type.p[0] == '[' && type.p[1] >= '0' && type.p[1] <= '9';
}

/* pkg.T, T: no generic, no literal type. */
static bool is_plain_type(hw_str s)
{
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (!(c >= '0' && c <= '9') && !(c >= 'A' && c <= 'Z') && !(c >= 'a' && c <= 'z') &&
            c != '_' && c != '.' && c < 0x80)
            return false;
    }
    return s.n > 0;
}

/* T of &T{...} and new(T). */
static hw_str new_type(hw_str expr)
{
    if (hw_str_cut_prefix(&expr, HW_STR("new("))) {
        hw_str_cut_suffix(&expr, HW_STR(")"));
        return expr;
    }
    hw_str_cut_prefix(&expr, HW_STR("&"));
    size_t brace = hw_str_chr(expr, '{');
    return brace == HW_NPOS ? (hw_str){0} : hw_str_sub(expr, 0, brace);
}

static hw_str last_part(hw_str name)
{
    size_t dot = hw_str_rchr(name, '.');
    return dot == HW_NPOS ? name : hw_str_from(name, dot + 1);
}

bool hw_own_type_fits(const hw_claim *c, hw_str expr, hw_family by, hw_str type)
{
    unsigned traits = hw_kind_rows[c->kind].traits;
    bool closure = traits & HW_TRAIT_FUNC;
    if (type.n == 0 || (by != HW_FAMILY_OBJECT && by != HW_FAMILY_MALLOC))
        return true;
    if (closure || is_closure_type(type))
        return closure == is_closure_type(type);
    if (traits & HW_TRAIT_ARRAY)
        return is_array_type(type);
    if (!(traits & HW_TRAIT_TYPE))
        return true;
    hw_str want = new_type(expr);
    return !is_plain_type(want) || !is_plain_type(type) ||
           hw_str_eq(last_part(want), last_part(type));
}
