#include "verdict/own_call.h"

#include "go/expression_text.h"

#define BY(id) (1u << HW_FAMILY_##id)
enum {
    OBJECT = BY(OBJECT) | BY(MALLOC),
    ARRAY = BY(SLICE) | BY(SLICE_COPY) | BY(MALLOC),
    A_MAP = BY(MAP) | BY(MAP_ASSIGN), /* a literal */
};

/* A claim that says heap. Sources: the walk and ssagen packages of the compiler, Go 1.19 … 1.27;
 * checked on every leaf of the corpus. */
static const unsigned heap_calls[HW_KIND_COUNT] = {
    [HW_KIND_VALUE] = OBJECT | BY(CONVERT),
    [HW_KIND_MOVED] = OBJECT,
    [HW_KIND_DOTS] = OBJECT,
    [HW_KIND_APPEND] = BY(GROW) | BY(MOVE),
    [HW_KIND_MAKE_SLICE] = ARRAY | BY(CONVERT),
    [HW_KIND_MAKE_CONST] = ARRAY | OBJECT | BY(CONVERT),
    [HW_KIND_MAKE_MAP] = BY(MAP),
    [HW_KIND_MAKE_NAMED] = ARRAY | BY(MAP) | BY(CONVERT),
    [HW_KIND_MAP_LITERAL] = A_MAP,
    [HW_KIND_NEW] = OBJECT,
    [HW_KIND_SLICE_LITERAL] = OBJECT | BY(CONVERT),
    [HW_KIND_COMPOSITE] = OBJECT | BY(CONVERT) | A_MAP,
    [HW_KIND_CLOSURE] = OBJECT,
    [HW_KIND_METHOD_VALUE] = OBJECT,
    [HW_KIND_CONCAT] = BY(CONCAT) | BY(CONVERT),
    [HW_KIND_CONVERSION] = BY(STRING) | BY(CONCAT) | BY(CONVERT),
    [HW_KIND_CONSTANT] = OBJECT | BY(CONVERT), /* of a variable that holds it (>= 1.25) */
};

/* One that says "does not escape". Objects never: no build that prints it allocates one, but for
 * the bytes of a long constant. */
static const unsigned stack_calls[HW_KIND_COUNT] = {
    [HW_KIND_VALUE] = BY(CONVERT),
    [HW_KIND_APPEND] = BY(GROW),
    [HW_KIND_MAKE_SLICE] = ARRAY,
    [HW_KIND_MAKE_MAP] = BY(MAP),
    [HW_KIND_MAKE_NAMED] = ARRAY | BY(MAP),
    [HW_KIND_MAP_LITERAL] = A_MAP,
    [HW_KIND_COMPOSITE] = BY(CONVERT) | A_MAP,
    [HW_KIND_CONCAT] = BY(CONCAT),
    [HW_KIND_CONVERSION] = BY(STRING) | BY(CONCAT),
};

bool hw_own_is_object(const hw_allocation_call *w)
{
    return w->callee && (w->family == HW_FAMILY_OBJECT ||
                         (w->family == HW_FAMILY_MALLOC && w->untyped == HW_UNTYPED_NONE));
}

bool hw_own_object(hw_kind kind)
{
    return heap_calls[kind] & BY(OBJECT);
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

bool hw_own_calls(const hw_claim *c, hw_str expr, hw_str callee, const hw_allocation_call *w)
{
    unsigned calls = hw_claim_heap(c) ? heap_calls[c->kind] : stack_calls[c->kind];
    if (c->kind == HW_KIND_CONVERSION && hw_own_constant_bytes(expr))
        calls |= OBJECT;
    if (w->family == HW_FAMILY_CONCAT && (makes_bytes(callee) != is_bytes(expr) ||
                                          (c->kind == HW_KIND_CONVERSION && !makes_bytes(callee))))
        return false;
    return calls >> w->family & 1;
}

bool hw_own_buffer_fits(const hw_claim *c, const hw_allocation_call *w)
{
    if (w->stack_buffer == HW_BUFFER_STACK && hw_claim_heap(c))
        return w->family == HW_FAMILY_GROW;
    return w->stack_buffer != HW_BUFFER_NONE || w->family != HW_FAMILY_STRING || hw_claim_heap(c);
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
    bool closure = c->kind == HW_KIND_CLOSURE || c->kind == HW_KIND_METHOD_VALUE;
    if (type.n == 0 || (by != HW_FAMILY_OBJECT && by != HW_FAMILY_MALLOC))
        return true;
    if (closure || is_closure_type(type))
        return closure == is_closure_type(type);
    if (c->kind == HW_KIND_DOTS || c->kind == HW_KIND_SLICE_LITERAL)
        return is_array_type(type);
    if (c->kind != HW_KIND_NEW)
        return true;
    hw_str want = new_type(expr);
    return !is_plain_type(want) || !is_plain_type(type) ||
           hw_str_eq(last_part(want), last_part(type));
}
