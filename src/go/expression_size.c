#include "go/expression_size.h"

#include "go/expression_text.h"
#include "go/size_class.h"

/* N of the array type [N]T, which is cut down to T; 1: it is none. 0: it is too large. */
static uint64_t array_length(hw_str *type)
{
    uint64_t n, all = 1;
    hw_str rest = *type;
    while (hw_str_cut_prefix(&rest, HW_STR("["))) {
        size_t close = hw_str_chr(rest, ']');
        if (close == HW_NPOS || !hw_str_u64(hw_str_sub(rest, 0, close), INT32_MAX, &n) ||
            __builtin_mul_overflow(all, n, &all) || all > INT32_MAX)
            return hw_str_starts(*type, HW_STR("[]")) ? 1 : 0;
        rest = *type = hw_str_from(rest, close + 1);
    }
    return all;
}

/* Up to Go 1.20 the shapes of type parameters are numbered: go.shape.int_0. */
static void cut_number(hw_str *type)
{
    size_t at = hw_str_rchr(*type, '_');
    uint64_t n;
    if (at != HW_NPOS && hw_str_u64(hw_str_from(*type, at + 1), INT32_MAX, &n))
        *type = hw_str_sub(*type, 0, at);
}

/* Bytes of an element of a basic type, or an array of it, as the compiler prints it; 0 for any
 * other. */
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
    if (hw_str_cut_prefix(&type, HW_STR("go.shape.")))
        cut_number(&type);
    int64_t count = (int64_t)array_length(&type);
    if (hw_str_starts(type, HW_STR("*")) || hw_str_starts(type, HW_STR("map[")) ||
        hw_str_starts(type, HW_STR("chan ")) || hw_str_starts(type, HW_STR("func(")))
        return 8 * count;
    if (hw_str_starts(type, HW_STR("[]")))
        return 24 * count;
    for (size_t i = 0; i < sizeof basic / sizeof *basic; i++)
        if (hw_str_eq(type, hw_str_of(basic[i].name)))
            return basic[i].size * count;
    return 0;
}

/* The backing array of make([]T, 16) or make([]T, 4, 16), and of "int(16)" of Go 1.19. */
static bool array_bytes(hw_str expr, int64_t *ret)
{
    uint64_t count;
    if (!hw_str_cut_prefix(&expr, HW_STR("make([]")) || !hw_str_cut_suffix(&expr, HW_STR(")")))
        return false;
    size_t comma = hw_str_rfind(expr, HW_STR(", "));
    size_t first = hw_str_find(expr, HW_STR(", "));
    hw_str last = comma == HW_NPOS ? (hw_str){0} : hw_str_from(expr, comma + 2);
    if (hw_str_cut_prefix(&last, HW_STR("int(")))
        hw_str_cut_suffix(&last, HW_STR(")"));
    if (!hw_str_u64(last, INT32_MAX, &count))
        return false;
    return !__builtin_mul_overflow(element_size(hw_str_sub(expr, 0, first)), (int64_t)count, ret) &&
           *ret > 0;
}

/* ([]byte)("constant"), without escapes. */
static bool constant_bytes(hw_str expr, int64_t *ret)
{
    if (!hw_expr_constant_bytes(expr) || hw_str_chr(expr, '\\') != HW_NPOS)
        return false;
    *ret = (int64_t)(expr.n - HW_STR("([]byte)(\"\")").n);
    return *ret > 0;
}

bool hw_expr_bytes(hw_str expr, int64_t *ret)
{
    hw_str type = expr;
    if (constant_bytes(expr, ret))
        return true;
    if (!hw_str_cut_prefix(&type, HW_STR("new(")) || !hw_str_cut_suffix(&type, HW_STR(")")))
        return array_bytes(expr, ret);
    *ret = element_size(type);
    return *ret > 0;
}

static int64_t align(int64_t at, int64_t size)
{
    int64_t by = size < 8 ? size : 8;
    return (at + by - 1) / by * by;
}

bool hw_expr_map_group(hw_str expr, int64_t *group, int64_t *bucket)
{
    enum { SLOTS = 8, WORD = 8, INDIRECT = 128 };
    hw_str rest = expr;
    hw_str_cut_prefix(&rest, HW_STR("make("));
    if (!hw_str_starts(rest, HW_STR("map[")))
        return false;
    size_t end = hw_expr_close(rest, HW_STR("map").n);
    hw_str value = hw_str_from(rest, end);
    size_t stop = hw_expr_find(value, HW_STR(", "));
    if (stop == HW_NPOS)
        stop = hw_str_rchr(value, '{');
    int64_t k = element_size(hw_str_sub(rest, HW_STR("map[").n, end - 1));
    int64_t v = element_size(hw_str_sub(value, 0, stop));
    if (k <= 0 || v <= 0 || k > INDIRECT || v > INDIRECT)
        return false;
    int64_t slot = align(align(k, v) + v, k > v ? k : v);
    *group = WORD + SLOTS * slot;
    *bucket = WORD + SLOTS * k + SLOTS * v + WORD;
    return true;
}

bool hw_expr_bytes_fit(int64_t bytes, int64_t size)
{
    return size == hw_size_class(bytes) || size == hw_size_class(bytes + 8) ||
           (bytes < 16 && size == 16);
}
