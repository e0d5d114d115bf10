#include "verdict/own.h"

#include <assert.h>

#include "go/expression_text.h"
#include "go/size_class.h"
#include "verdict/own_call.h"

/* ---- constant makes ---- */

/* Bytes of an element of a basic type as the compiler prints it; 0 for any other. */
static int64_t element_size(hw_str type)
{
    static const struct {
        const char *name;
        int64_t size;
    } basic[] = {
        {"bool", 1},    {"byte", 1},          {"uint8", 1},       {"int8", 1},    {"int16", 2},
        {"uint16", 2},  {"int32", 4},         {"uint32", 4},      {"rune", 4},    {"float32", 4},
        {"int", 8},     {"uint", 8},          {"int64", 8},       {"uint64", 8},  {"uintptr", 8},
        {"float64", 8}, {"complex64", 8},     {"complex128", 16}, {"string", 16}, {"error", 16},
        {"any", 16},    {"interface {}", 16},
    };
    hw_str_cut_prefix(&type, HW_STR("go.shape."));
    if (hw_str_starts(type, HW_STR("*")) || hw_str_starts(type, HW_STR("map[")) ||
        hw_str_starts(type, HW_STR("chan ")) || hw_str_starts(type, HW_STR("func(")))
        return 8;
    if (hw_str_starts(type, HW_STR("[]")))
        return 24;
    for (size_t i = 0; i < sizeof basic / sizeof *basic; i++)
        if (hw_str_eq(type, hw_str_of(basic[i].name)))
            return basic[i].size;
    return 0;
}

/* make([]T, 16) or make([]T, 4, 16): bytes of the backing array; false when T is not basic. */
static bool constant_bytes(hw_str expr, int64_t *ret)
{
    uint64_t count;
    if (!hw_str_cut_prefix(&expr, HW_STR("make([]")) || !hw_str_cut_suffix(&expr, HW_STR(")")))
        return false;
    size_t comma = hw_str_rfind(expr, HW_STR(", "));
    size_t first = hw_str_find(expr, HW_STR(", "));
    if (comma == HW_NPOS || !hw_str_u64(hw_str_from(expr, comma + 2), INT32_MAX, &count))
        return false;
    int64_t size = element_size(hw_str_sub(expr, 0, first));
    *ret = size * (int64_t)count;
    return size > 0;
}

/* Its class; that of N*size + 8 (a malloc header, >= 1.22); 16 for a tiny one. */
static bool fits_constant(hw_str expr, int64_t size)
{
    int64_t bytes;
    if (!constant_bytes(expr, &bytes))
        return true;
    return size == hw_size_class(bytes) || size == hw_size_class(bytes + 8) ||
           (bytes < 16 && size == 16);
}

/* ---- the table ---- */

enum {
    TMPBUF = 32,   /* bytes of the stack buffer of a non-escaping concatenation, conversion, make */
    OVERFLOW = 48, /* the smallest class above it */
    IFACE_LIMIT = 1024,     /* larger values are converted to an interface on the heap */
    CONSTANT_LIMIT = 65536, /* longer constants are converted to bytes on the heap */
};

/* What the sizes have to be like. */
typedef enum rule {
    NEVER,    /* allocates nothing, or never on the heap */
    ANY,      /* as many sizes as it likes */
    ONE,      /* a fixed size: one */
    CONSTANT, /* one, and that of the constant */
    OVERFLOWS /* all above the stack buffer */,
    LARGE,    /* one, above the limit of interface conversions */
    HUGE,     /* one, above the limit of the bytes of a constant */
    MAYBE_ONE /* ONE or ANY, the text cannot tell */
} rule;

static const rule heap_rules[HW_KIND_COUNT] = {
    [HW_KIND_VALUE] = ONE,
    [HW_KIND_MOVED] = ONE,
    [HW_KIND_PARAMETER] = NEVER,
    [HW_KIND_DOTS] = ONE,
    [HW_KIND_APPEND] = ANY,
    [HW_KIND_MAKE_SLICE] = ANY,
    [HW_KIND_MAKE_CONST] = CONSTANT,
    [HW_KIND_MAKE_MAP] = ANY,
    [HW_KIND_MAKE_NAMED] = ANY,
    [HW_KIND_MAP_LITERAL] = ANY,
    [HW_KIND_NEW] = ONE,
    [HW_KIND_SLICE_LITERAL] = ONE,
    [HW_KIND_COMPOSITE] = MAYBE_ONE,
    [HW_KIND_CLOSURE] = ONE,
    [HW_KIND_METHOD_VALUE] = ONE,
    [HW_KIND_CONCAT] = ANY,
    [HW_KIND_CONVERSION] = ANY,
    [HW_KIND_CONSTANT] = NEVER,
};

static const rule stack_rules[HW_KIND_COUNT] = {
    [HW_KIND_VALUE] = LARGE,
    [HW_KIND_MOVED] = NEVER,
    [HW_KIND_PARAMETER] = NEVER,
    [HW_KIND_DOTS] = NEVER,
    [HW_KIND_APPEND] = ANY,
    [HW_KIND_MAKE_SLICE] = OVERFLOWS,
    [HW_KIND_MAKE_CONST] = NEVER,
    [HW_KIND_MAKE_MAP] = ANY,
    [HW_KIND_MAKE_NAMED] = ANY,
    [HW_KIND_MAP_LITERAL] = ANY,
    [HW_KIND_NEW] = NEVER,
    [HW_KIND_SLICE_LITERAL] = NEVER,
    [HW_KIND_COMPOSITE] = LARGE,
    [HW_KIND_CLOSURE] = NEVER,
    [HW_KIND_METHOD_VALUE] = NEVER,
    [HW_KIND_CONCAT] = OVERFLOWS,
    [HW_KIND_CONVERSION] = OVERFLOWS,
    [HW_KIND_CONSTANT] = NEVER,
};

/* A map that the compiler keeps on the stack whole: no hint, or one of at most 8; an empty literal.
 * Go 1.19 … 1.27. */
static bool stack_map_stays(const hw_claim *c, hw_str expr)
{
    uint64_t hint;
    if (c->kind == HW_KIND_MAP_LITERAL)
        return hw_str_ends(expr, HW_STR("{}"));
    if (c->kind != HW_KIND_MAKE_MAP || !hw_str_cut_suffix(&expr, HW_STR(")")))
        return false;
    size_t comma = hw_str_rfind(expr, HW_STR(", "));
    if (comma == HW_NPOS)
        return true;
    return hw_str_u64(hw_str_from(expr, comma + 2), INT32_MAX, &hint) && hint <= 8;
}

/* ([]byte)(a + b) in Go 1.24: concatbytes was new there, and no buffer was lent to it yet. */
static bool is_unbuffered(hw_str expr, hw_go_range go)
{
    return go.min <= 24 && go.max >= 24 && hw_str_cut_prefix(&expr, HW_STR("([]byte)(")) &&
           hw_expr_find(expr, HW_STR(" + ")) != HW_NPOS;
}

static rule rule_of(const hw_claims *claims, const hw_claim *c, hw_go_range go)
{
    if (c->flags & (HW_CLAIM_ZERO_SIZE | HW_CLAIM_ELIDED | HW_CLAIM_ZEROCOPY))
        return NEVER;
    if (hw_claim_heap(c))
        return heap_rules[c->kind];
    /* A variable make that does not escape and yet allocates: only since 1.25. */
    if (c->kind == HW_KIND_MAKE_SLICE && go.max < 25)
        return NEVER;
    hw_str expr = hw_claim_expr(claims, c);
    if (stack_map_stays(c, expr))
        return NEVER;
    if (c->kind == HW_KIND_CONVERSION && hw_own_constant_bytes(expr))
        return HUGE;
    if (c->kind == HW_KIND_CONVERSION && is_unbuffered(expr, go))
        return ANY;
    return stack_rules[c->kind];
}

/* A size of a handful of objects that a GC cycle, started inside the allocation, allocates itself:
 * goroutine starters, channels. Source: gcStart → gcBgMarkStartWorkers, all versions. */
static bool is_gc_noise(const hw_seen_sizes *s, size_t i)
{
    enum { A_HANDFUL = 4, MANY = 16 };
    int64_t size = s->at[i].size, most = 0;
    if (!s->exact || !s->known || s->n < 2 || (size != 16 && size != 96 && size != 112))
        return false;
    for (size_t k = 0; k < s->n; k++)
        if (k != i && s->at[k].values.v[HW_ALLOC_OBJECTS] > most)
            most = s->at[k].values.v[HW_ALLOC_OBJECTS];
    return s->at[i].values.v[HW_ALLOC_OBJECTS] <= A_HANDFUL && most >= MANY;
}

static bool fits(rule r, hw_str expr, const hw_seen_sizes *s, bool with_noise)
{
    size_t n = 0;
    for (size_t i = 0; i < s->n; i++) {
        int64_t size = s->at[i].size;
        if (!with_noise && is_gc_noise(s, i))
            continue;
        n++;
        if ((r == OVERFLOWS && size < OVERFLOW) || (r == LARGE && size <= IFACE_LIMIT) ||
            (r == HUGE && size <= CONSTANT_LIMIT) || (r == CONSTANT && !fits_constant(expr, size)))
            return false;
    }
    return n == 1 || r == ANY || r == OVERFLOWS;
}

/* Until 1.24 append allocates without a claim, and append(x, make([]T, n)...) executes no make. A
 * claim so far to the right may stand inside of an append; one before these columns cannot, since
 * what stands left of it on its line is at least a tab and "append(x, ". */
static bool inside_append(const hw_claim *c, uint32_t column, hw_go_range go)
{
    static const uint16_t least[HW_KIND_COUNT] = {
        [HW_KIND_MAKE_SLICE] = 16, [HW_KIND_CONCAT] = 13, [HW_KIND_CONVERSION] = 18};
    return go.min <= 24 && least[c->kind] && (!hw_claim_heap(c) || c->kind == HW_KIND_MAKE_SLICE) &&
           (column == 0 || column >= least[c->kind]);
}

bool hw_own_fusible_make(const hw_claims *claims, const hw_claim *c)
{
    hw_str expr = hw_claim_expr(claims, c);
    size_t comma = hw_str_find(expr, HW_STR(", "));
    if (c->kind != HW_KIND_MAKE_SLICE || !hw_claim_heap(c) || comma == HW_NPOS ||
        !hw_str_starts(hw_str_from(expr, comma + 2), HW_STR("len(")))
        return false;
    hw_str type = hw_str_sub(expr, 0, comma);
    hw_str_cut_prefix(&type, HW_STR("make([]"));
    hw_str_cut_prefix(&type, HW_STR("go.shape."));
    return !hw_str_starts(type, HW_STR("*")) && !hw_str_starts(type, HW_STR("[]")) &&
           !hw_str_starts(type, HW_STR("map[")) && !hw_str_eq(type, HW_STR("string"));
}

/* A string that does not escape and fits the buffer that it has is not on the heap. (A slice is,
 * when optimisation is off.) */
static bool fits_buffer(rule r, const hw_claim *c, const hw_seen_sizes *sizes)
{
    return r == OVERFLOWS && c->kind != HW_KIND_MAKE_SLICE && sizes->known &&
           !fits(r, (hw_str){0}, sizes, true) && !fits(r, (hw_str){0}, sizes, false);
}

/* A slice literal without elements has no memory; as a value of an interface its header has. */
static bool is_boxed(const hw_claim *c, const hw_allocation_call *w)
{
    return w->family == HW_FAMILY_CONVERT && c->kind == HW_KIND_SLICE_LITERAL && hw_claim_heap(c) &&
           (c->flags & HW_CLAIM_ZERO_SIZE);
}

/* The call is known. */
static hw_own by_call(const hw_claims *claims, const hw_claim *c, rule r,
                      const hw_seen_sizes *sizes, const hw_allocation_call *w)
{
    hw_str expr = hw_claim_expr(claims, c), callee = hw_strings_get(claims->strings, w->callee);
    if (!hw_own_calls(c, expr, callee, w) || !hw_own_buffer_fits(c, w) || fits_buffer(r, c, sizes))
        return HW_OWN_NO;
    bool param = !hw_claim_heap(c) && (c->flags & HW_CLAIM_MAYBE_PARAM);
    int64_t size = w->type_size;
    if (r != LARGE && r != HUGE)
        return HW_OWN_YES;
    if (size < 0 && sizes->known && sizes->n)
        size = sizes->at[sizes->n - 1].size;
    if (size >= 0 && size <= (r == LARGE ? IFACE_LIMIT : CONSTANT_LIMIT - 1))
        return HW_OWN_NO;
    return size < 0 || param ? HW_OWN_MAYBE : HW_OWN_YES;
}

hw_own hw_own_can(const hw_claims *claims, const hw_claim *c, uint32_t column,
                  const hw_seen_sizes *sizes, const hw_allocation_call *allocation,
                  hw_own_world world)
{
    static_assert(OVERFLOW > TMPBUF, "the class above the buffer");
    if (hw_own_calls_unknown(allocation))
        return HW_OWN_NO;
    rule r = rule_of(claims, c, world.go);
    hw_str expr = hw_claim_expr(claims, c);
    bool constant = hw_claim_heap(c) && c->kind == HW_KIND_CONSTANT;
    if (allocation->callee && (r != NEVER || constant || is_boxed(c, allocation)))
        return by_call(claims, c, r, sizes, allocation);
    if (r == NEVER)
        return HW_OWN_NO;
    if (!sizes->known) /* nothing to exclude it, nothing to prove it either */
        return r == LARGE || r == HUGE ? HW_OWN_MAYBE : HW_OWN_YES;
    if (r == MAYBE_ONE)
        return fits(ONE, expr, sizes, true) ? HW_OWN_YES : HW_OWN_MAYBE;
    bool all = fits(r, expr, sizes, true);
    if (all != fits(r, expr, sizes, false))
        return HW_OWN_MAYBE;
    bool param = !hw_claim_heap(c) && (c->flags & HW_CLAIM_MAYBE_PARAM);
    bool lost = r == OVERFLOWS && world.lost_frames && sizes->n == 1;
    if (all && (param || lost || inside_append(c, column, world.go)))
        return HW_OWN_MAYBE;
    return all ? HW_OWN_YES : HW_OWN_NO;
}
